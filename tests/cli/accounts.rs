//! `--create-admin` and `--create-user` of the real program.

use crate::program::Program;

const GOOD: &str = "qovun tarvuz uzum";

#[test]
fn an_administrator_is_made_with_the_password_from_standard_input_and_it_is_never_printed() {
    let program = Program::new();
    let made =
        program.run_with(&["--create-admin", "--username", "Ali", "--password-stdin", "--email", "ali@x.uz"], GOOD);
    assert_eq!((made.code, made.out.as_str(), made.err.as_str()), (0, "administrator \"Ali\" made\n", ""));
    assert!(!program.reads_anywhere(GOOD), "the password is nowhere in the data folder");
}

#[test]
fn an_existing_name_is_an_error_and_changes_nothing() {
    let program = Program::new();
    assert_eq!(program.run(&["--create-user", "--username", "Ali", "--password", GOOD]).code, 0);
    for name in ["Ali", "ALI", "АlI"] {
        let again = program.run(&["--create-admin", "--username", name, "--password", "behi anjir shaftoli"]);
        assert_eq!((again.code, again.out.as_str()), (1, ""), "{name}");
        assert!(again.err.starts_with("livechat: --username: ") && again.err.lines().count() == 1, "{}", again.err);
    }
}

#[test]
fn what_is_wrong_with_an_account_is_one_line_and_makes_nothing() {
    let program = Program::new();
    for (args, input, flag) in [
        (&["--create-admin", "--username", "Ali", "--password-stdin"][..], "parol123", "--password: "),
        (&["--create-admin", "--username", "Ali", "--password-stdin"], "", "--password: "),
        (&["--create-admin", "--username", "Ali", "--password", "ali ali ali"], "", "--password: "),
        (&["--create-user", "--username", "1ali", "--password", GOOD], "", "--username: "),
        (&["--create-user", "--username", "Ali", "--password", GOOD, "--email", "ali"], "", "--email: "),
        (
            &["--create-user", "--username", "Ali", "--password", GOOD, "--display-name", "\u{7}"],
            "",
            "--display-name: ",
        ),
        (&["--create-admin", "--username", "Ali"], GOOD, "--password-stdin is missing"),
        (&["--create-admin", "--password", GOOD], "Ali", "--username is missing"),
    ] {
        let refused = program.run_with(args, input);
        assert_eq!((refused.code, refused.out.as_str()), (1, ""), "{args:?}");
        assert!(refused.err.starts_with(&format!("livechat: {flag}")), "{args:?}: {}", refused.err);
        assert_eq!(refused.err.lines().count(), 1, "{}", refused.err);
        assert!(!refused.err.contains(GOOD) && !refused.err.contains("parol123"), "{}", refused.err);
    }
    assert_eq!(program.run(&["--create-admin", "--username", "Ali", "--password", GOOD]).code, 0, "the name is free");
}
