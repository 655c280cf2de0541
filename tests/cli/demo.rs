//! `--demo` of the real program.

use std::{fs, thread};

use crate::program::{Program, Serving, end};

const FORM: &str = "Content-Type: application/x-www-form-urlencoded";

/// What lies in a folder.
fn inside(program: &Program) -> Vec<String> {
    let entries = fs::read_dir(program.folder()).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Starts it with its temporary folder in the one of the program.
fn demo(program: &Program) -> Serving {
    Serving::of(program.command().env("TMPDIR", program.folder()).args(["--demo", "--bind", "127.0.0.1:0"]))
}

#[test]
fn a_demo_prints_a_login_that_shows_rooms_and_leaves_nothing_when_it_is_stopped() {
    let program = Program::new();
    let mut serving = demo(&program);
    let line = serving.line();
    let password = line.trim().rsplit_once(' ').unwrap().1.trim_end_matches(':').to_owned();
    let login = serving.line();
    let username = login.split_whitespace().next().unwrap().to_owned();
    assert_eq!(inside(&program).len(), 1, "one folder");
    let origin = format!("Origin: http://{}", serving.address);
    let body = format!("username={username}&password={password}");
    let answer = serving.ask("POST", "/login/", &[FORM, &origin], &body);
    assert_eq!(answer.status, 303, "{answer:?}");
    let cookie = answer.cookie.unwrap();
    let list = serving.ask("GET", "/", &[&format!("Cookie: {cookie}")], "");
    assert_eq!(list.status, 200);
    for name in ["Ish jamoasi", "Кафедра математики", "Server va tarmoq nosozliklari"] {
        assert!(list.body.contains(name), "{name}");
    }
    assert_eq!(serving.stop(), 0);
    assert_eq!(inside(&program), Vec::<String>::new());
}

#[test]
fn a_demo_that_is_stopped_while_it_is_being_made_leaves_nothing_either() {
    let program = Program::new();
    let mut child =
        program.command().env("TMPDIR", program.folder()).args(["--demo", "--bind", "127.0.0.1:0"]).spawn().unwrap();
    while inside(&program).is_empty() {
        assert!(child.try_wait().unwrap().is_none(), "it ended without a folder");
        thread::yield_now();
    }
    assert_eq!(end(&mut child), 0);
    assert_eq!(inside(&program), Vec::<String>::new());
}

#[test]
fn a_demo_has_no_data_folder_and_no_other_command() {
    let program = Program::new();
    for others in [&["--data", "."][..], &["--check-media"], &["--create-user", "--username", "Ali"]] {
        let refused = program.run(&[&["--demo"], others].concat());
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{others:?}");
        assert!(refused.err.contains("--demo"), "{}", refused.err);
    }
}
