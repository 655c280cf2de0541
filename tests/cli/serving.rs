//! A server from its start to its end, and commands beside it.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use crate::program::{Program, Serving};

const GOOD: &str = "qovun tarvuz uzum";
const FORM: &str = "Content-Type: application/x-www-form-urlencoded";
const JSON: &str = "Accept: application/json";

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn ours(serving: &Serving) -> String {
    format!("Origin: http://{}", serving.address)
}

/// Logs in as a browser does and returns the cookie.
fn log_in(serving: &Serving, username: &str, password: &str) -> Option<String> {
    let body = format!("username={username}&password={}", password.replace(' ', "+"));
    let answer = serving.ask("POST", "/login/", &[FORM, &ours(serving)], &body);
    let cookie = answer.head.lines().find_map(|line| line.strip_prefix("set-cookie: session="));
    assert_eq!(cookie.is_some(), answer.status == 303, "{answer:?}");
    // The head was put in lower case, a cookie is not: ask for it anew where its case matters.
    cookie.map(|cookie| cookie.split(';').next().unwrap_or_default().to_owned())
}

#[test]
fn the_first_run_prints_where_it_is_and_a_link_that_makes_one_administrator() {
    let program = Program::new();
    let mut serving = program.serve();
    let line = serving.line();
    let (_, path) = line.trim().split_once(&format!("http://{}", serving.address)).unwrap();
    assert!(path.starts_with("/setup/"), "{line}");
    assert_eq!(serving.ask("GET", "/", &[], "").status, 503, "every page says where the way in is");
    assert_eq!(serving.ask("GET", "/setup/wrong/", &[], "").status, 404);
    assert_eq!(serving.ask("GET", path, &[], "").status, 200);
    let body = "username=Ali&password=qovun+tarvuz+uzum";
    assert_eq!(serving.ask("POST", path, &[FORM], body).status, 403, "without an origin");
    let made = serving.ask("POST", path, &[FORM, &ours(&serving)], body);
    assert_eq!(made.status, 303, "{made:?}");
    assert!(made.head.contains("set-cookie: session="), "{made:?}");
    assert_eq!(
        serving.ask("POST", path, &[FORM, &ours(&serving)], "username=Vali&password=behi+anjir+nok").status,
        404
    );
    assert!(log_in(&serving, "ali", GOOD).is_some());
    assert!(log_in(&serving, "ali", "behi anjir nok").is_none());
    assert_eq!(serving.stop(), 0);
    assert!(!program.reads_anywhere(GOOD));
    for secret in ["keys/session.key", "livechat.db"] {
        assert_eq!(mode(&program.folder().join(secret)), 0o600, "{secret}");
    }
    assert!(!program.folder().join("control.sock").exists());
    let again = program.serve();
    assert_eq!(again.ask("GET", "/", &[], "").status, 303);
    assert!(log_in(&again, "ALI", GOOD).is_some());
    assert_eq!(again.stop(), 0);
}

#[test]
fn a_second_server_on_the_same_folder_and_one_on_a_busy_port_end_with_one_line() {
    let program = Program::new();
    let serving = program.serve();
    let second = program.run(&["--bind", "127.0.0.1:0"]);
    assert_eq!((second.code, second.out.as_str()), (1, ""));
    assert!(second.err.contains("in use by another livechat") && second.err.lines().count() == 1, "{}", second.err);
    let elsewhere = Program::new();
    let busy = elsewhere.run(&["--bind", &serving.address.to_string()]);
    assert_eq!((busy.code, busy.out.as_str()), (1, ""));
    assert!(busy.err.contains(&serving.address.to_string()) && busy.err.lines().count() == 1, "{}", busy.err);
}

#[test]
fn accounts_are_made_while_a_server_runs_and_can_log_in_at_once() {
    let program = Program::new();
    let serving = program.serve();
    assert_eq!(mode(&program.folder().join("control.sock")), 0o600);
    let made = program.run_with(&["--create-admin", "--username", "Ali", "--password-stdin"], GOOD);
    assert_eq!((made.code, made.out.as_str(), made.err.as_str()), (0, "administrator \"Ali\" made\n", ""));
    assert!(log_in(&serving, "Ali", GOOD).is_some());
    let again = program.run_with(&["--create-user", "--username", "ali", "--password-stdin"], GOOD);
    assert_eq!((again.code, again.out.as_str()), (1, ""));
    assert!(again.err.contains("exists already"), "{}", again.err);
    assert_eq!(serving.stop(), 0);
}

#[test]
fn a_request_for_another_host_or_from_another_site_goes_no_further() {
    let program = Program::new();
    let serving = program.serve();
    assert_eq!(program.run(&["--create-admin", "--username", "Ali", "--password", GOOD]).code, 0);
    let foreign = serving.ask("GET", "/login/", &["Host: evil.example"], "");
    assert_eq!(foreign.status, 421, "{foreign:?}");
    assert!(foreign.head.contains("content-security-policy: default-src 'none'"), "{foreign:?}");
    let body = "username=Ali&password=qovun+tarvuz+uzum";
    for line in ["Origin: https://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site", "X-Nothing: 1"] {
        let forged = serving.ask("POST", "/login/", &[FORM, line, JSON], body);
        assert_eq!(forged.status, 403, "{forged:?}");
        assert!(forged.body.starts_with(r#"{"error":{"code":"foreign_origin","#), "{forged:?}");
    }
    let packed = serving.ask("POST", "/login/", &[FORM, &ours(&serving), "Content-Encoding: gzip", JSON], body);
    assert_eq!(packed.status, 415);
    assert_eq!(serving.ask("GET", "/login", &[], "").status, 308);
    assert_eq!(serving.ask("GET", "/healthz/", &["Host: 10.0.0.1"], "").status, 200);
    assert!(log_in(&serving, "Ali", GOOD).is_some());
}

#[test]
fn guessing_at_the_login_page_is_told_to_wait() {
    let program = Program::new();
    let serving = program.serve();
    assert_eq!(program.run(&["--create-admin", "--username", "Ali", "--password", GOOD]).code, 0);
    for _ in 0..10 {
        let wrong = serving.ask("POST", "/login/", &[FORM, JSON, &ours(&serving)], "username=Ali&password=x");
        assert_eq!(wrong.status, 401, "{wrong:?}");
    }
    let wait = serving.ask("POST", "/login/", &[FORM, JSON, &ours(&serving)], "username=Ali&password=x");
    assert_eq!(wait.status, 429, "{wait:?}");
    assert!(wait.head.contains("retry-after: "), "{wait:?}");
    let spoofed = ["X-Forwarded-For: 203.0.113.9", FORM, JSON, &ours(&serving)];
    assert_eq!(serving.ask("POST", "/login/", &spoofed, "username=Ali&password=x").status, 429);
}
