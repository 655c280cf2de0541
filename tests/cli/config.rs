//! What the real program says of its arguments, its environment and its data folder.

use std::fs;

use crate::program::Program;

const FLAGS: [&str; 18] = [
    "bind",
    "data",
    "public-url",
    "trusted-proxies",
    "metrics-bind",
    "metrics-token",
    "time-zone",
    "language",
    "workers",
    "log-level",
    "posts-per-second",
    "posts-burst",
    "max-sockets-per-user",
    "message-chars",
    "max-file-mib",
    "media-quota-mib",
    "disk-reserve-mib",
    "help",
];

#[test]
fn the_help_names_every_flag_and_its_variable() {
    let help = Program::new().run(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    for flag in FLAGS {
        assert!(help.out.contains(&format!("--{flag}")), "{flag}: {}", help.out);
        let variable = format!("LIVECHAT_{}", flag.to_uppercase().replace('-', "_"));
        assert!(flag == "help" || help.out.contains(&variable), "{variable}: {}", help.out);
    }
    for flag in [
        "create-admin",
        "create-user",
        "check-media",
        "demo",
        "username",
        "password",
        "password-stdin",
        "email",
        "display-name",
    ] {
        assert!(help.out.contains(&format!("--{flag}")), "{flag}: {}", help.out);
    }
}

#[test]
fn a_token_in_the_environment_is_never_shown() {
    let program = Program::new();
    let token = ("LIVECHAT_METRICS_TOKEN", "hush-hush");
    assert!(!program.run_in(&[token], &["--help"]).out.contains(token.1));
    let refused = program.run_in(&[token], &[]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("--metrics-token") && !refused.err.contains(token.1), "{}", refused.err);
}

#[test]
fn an_empty_variable_of_the_environment_is_none() {
    let program = Program::new();
    let variables: Vec<_> =
        FLAGS.iter().map(|flag| format!("LIVECHAT_{}", flag.to_uppercase().replace('-', "_"))).collect();
    let empty: Vec<_> = variables.iter().map(|variable| (variable.as_str(), "")).collect();
    let made = ["--create-user", "--username", "Ali", "--password", "qovun tarvuz uzum"];
    let ended = program.run_in(&empty, &made);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    assert!(program.folder().join("livechat.db").exists(), "in the default folder");
}

#[test]
fn a_bad_value_ends_the_program_at_once_with_2_and_names_its_flag() {
    let program = Program::new();
    for (flag, value, why) in [
        ("--bind", "localhost", "127.0.0.1:8000"),
        ("--bind", "0.0.0.0:0", "--public-url"),
        ("--metrics-bind", "9090", "127.0.0.1:8000"),
        ("--public-url", "chat.example", "URL"),
        ("--trusted-proxies", "10.0.0.0/99", "10.0.0.0/8"),
        ("--time-zone", "Mars/Base", "Asia/Tashkent"),
        ("--language", "tlh", "uz-Cyrl"),
        ("--log-level", "loud", "debug"),
        ("--message-chars", "0", "1..="),
        ("--max-file-mib", "0", "1..="),
        ("--posts-per-second", "fast", "whole number"),
    ] {
        let refused = program.run(&[flag, value]);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{flag} {value}");
        assert!(refused.err.contains(flag) && refused.err.contains(why), "{}", refused.err);
    }
    let unknown = program.run(&["--no-such-flag"]);
    assert_eq!(unknown.code, 2);
    assert_eq!(fs::read_dir(program.folder()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn a_variable_of_the_environment_is_checked_like_its_flag_and_a_flag_wins() {
    let program = Program::new();
    let refused = program.run_in(&[("LIVECHAT_LANGUAGE", "tlh")], &[]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("uz-Cyrl"), "{}", refused.err);
    let good = ["--language", "ru", "--create-user", "--username", "Ali", "--password", "qovun tarvuz uzum"];
    assert_eq!(program.run_in(&[("LIVECHAT_LANGUAGE", "tlh")], &good).code, 0);
}

#[test]
fn a_data_folder_that_cannot_be_used_is_one_clear_line() {
    let program = Program::new();
    let file = program.folder().join("file");
    fs::write(&file, "no folder").unwrap();
    let foreign = program.folder().join("foreign");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("livechat.db"), "this is no database, but somebody's file\n".repeat(200)).unwrap();
    let blocked = program.folder().join("blocked");
    fs::create_dir_all(blocked.join("livechat.db")).unwrap();
    let missing = program.folder().join("no/such");
    let args = ["--create-admin", "--username", "Ali", "--password", "qovun tarvuz uzum"];
    for folder in [file.as_path(), &foreign, &blocked, &missing, "/proc".as_ref()] {
        let folder = folder.to_str().unwrap();
        let refused = program.run_in(&[("LIVECHAT_DATA", folder)], &args);
        assert_eq!((refused.code, refused.out.as_str()), (1, ""), "{folder}");
        assert!(refused.err.starts_with("livechat: "), "{folder}: {}", refused.err);
        assert_eq!(refused.err.lines().count(), 1, "{folder}: {}", refused.err);
    }
    let kept = fs::read_to_string(foreign.join("livechat.db")).unwrap();
    assert!(kept.starts_with("this is no database"), "somebody's file is left alone");
}
