//! The side of the server, against children that misbehave as a decoder that was taken over could.

use std::{fs, path::Path, process, time::Instant};

use futures_util::FutureExt as _;
use tempfile::TempDir;

use super::*;

const HEAD: &str = r#"{"width":3,"height":2,"animated":false}"#;
const JPEG: &[u8] = &[0xff, 0xd8, 0xff, 0xe0];

/// A program that does what a shell script says. It is written by another process: a program that this one has open for writing
/// could not be started.
fn program(folder: &TempDir, script: &str) -> PathBuf {
    let path = folder.path().join("program");
    let mut shell = process::Command::new("sh");
    shell.args(["-c", r#"printf '#!/bin/sh\n%s\n' "$1" > "$2" && chmod +x "$2""#, "sh", script]).arg(&path);
    assert!(shell.status().unwrap().success());
    path
}

fn pictures(program: PathBuf, turns: usize, patience: Duration) -> Pictures {
    Pictures { program, turns: Semaphore::new(turns), patience }
}

fn nothing() -> File {
    File::open("/dev/null").unwrap()
}

#[actix_web::test]
async fn a_child_that_does_not_end_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let program = program(&folder, r#"echo $$ > "$0.pid"; exec sleep 600"#);
    let pictures = pictures(program, 1, Duration::from_secs(1));
    let start = Instant::now();
    assert!(pictures.look(&Line::default(), nothing(), "image/png").await.is_none());
    assert!(start.elapsed() < Duration::from_secs(60));
    let pid = fs::read_to_string(folder.path().join("program.pid")).unwrap();
    assert!(!Path::new("/proc").join(pid.trim()).exists(), "it still runs");
    assert_eq!(pictures.turns.available_permits(), 1);
}

#[actix_web::test]
async fn a_child_that_never_stops_to_answer_is_cut_off() {
    for script in ["exec cat /dev/zero", "cat /dev/zero >&2; exit 1"] {
        let folder = tempfile::tempdir().unwrap();
        let pictures = pictures(program(&folder, script), 1, Duration::from_secs(60));
        let start = Instant::now();
        assert!(pictures.look(&Line::default(), nothing(), "image/png").await.is_none());
        assert!(start.elapsed() < Duration::from_secs(30), "{script}");
    }
}

#[actix_web::test]
async fn what_cannot_be_started_is_no_picture() {
    let pictures = pictures("/nowhere/livechat".into(), 1, PATIENCE);
    assert!(pictures.look(&Line::default(), nothing(), "image/png").await.is_none());
}

#[actix_web::test]
async fn nothing_is_started_for_what_is_no_picture() {
    let folder = tempfile::tempdir().unwrap();
    let pictures = pictures(program(&folder, r#"touch "$0.started""#), 1, PATIENCE);
    for mime in ["image/svg+xml", "image/tiff", "text/html", "application/octet-stream", "image/PNG --help"] {
        assert!(pictures.look(&Line::default(), nothing(), mime).await.is_none());
    }
    assert!(!folder.path().join("program.started").exists());
    assert!(pictures.look(&Line::default(), nothing(), "image/gif").await.is_none());
    assert!(folder.path().join("program.started").exists());
}

/// A program of which two at once would meet at the folder that only one can make.
fn loner(folder: &TempDir) -> PathBuf {
    let alone = r#"mkdir "$0.turn" || touch "$0.met"; sleep 0.2; rmdir "$0.turn""#;
    program(folder, &format!("{alone}; printf '%s\\n\\377\\330\\377' '{HEAD}'"))
}

#[actix_web::test]
async fn each_waits_for_its_turn_and_the_wait_is_not_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let pictures = pictures(loner(&folder), 1, Duration::from_secs(2));
    let lines: Vec<_> = (0..15).map(|_| Line::default()).collect();
    let looks = lines.iter().map(|line| pictures.look(line, nothing(), "image/jpeg"));
    let looked = futures_util::future::join_all(looks).await;
    assert!(looked.iter().all(Option::is_some), "{looked:?}");
    assert!(!folder.path().join("program.met").exists());
}

#[actix_web::test]
async fn pictures_of_one_user_are_looked_at_one_after_another_however_many_turns_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let pictures = pictures(loner(&folder), 4, PATIENCE);
    let line = Line::default();
    let looks = (0..4).map(|_| pictures.look(&line, nothing(), "image/jpeg"));
    let looked = futures_util::future::join_all(looks).await;
    assert!(looked.iter().all(Option::is_some), "{looked:?}");
    assert!(!folder.path().join("program.met").exists());
}

#[actix_web::test]
async fn who_waits_in_a_line_holds_no_turn_of_others() {
    let folder = tempfile::tempdir().unwrap();
    let pictures = pictures(loner(&folder), 1, PATIENCE);
    let (slow, quick) = (Line::default(), Line::default());
    let under_way = slow.0.lock().await;
    let mut waits = Box::pin(pictures.look(&slow, nothing(), "image/jpeg"));
    assert!(waits.as_mut().now_or_never().is_none());
    let looked = time::timeout(2 * PATIENCE, pictures.look(&quick, nothing(), "image/jpeg")).await;
    assert!(looked.expect("it waits for somebody else").is_some());
    drop(under_way);
    assert!(waits.await.is_some());
}

#[actix_web::test]
async fn a_child_knows_nothing_of_the_environment() {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("env | grep -qE '^(HOME|CARGO|LIVECHAT)' && exit 1; printf '%s\\n\\377\\330\\377' '{HEAD}'");
    let pictures = pictures(program(&folder, &script), 1, PATIENCE);
    assert!(std::env::vars().any(|(name, _)| name.starts_with("CARGO")));
    assert!(pictures.look(&Line::default(), nothing(), "image/jpeg").await.is_some());
}

#[test]
fn an_answer_is_checked() {
    let answer = |head: &str, thumbnail: &[u8]| understood(&[head.as_bytes(), b"\n", thumbnail].concat());
    let looked = answer(HEAD, JPEG).unwrap();
    assert_eq!(looked.picture, Picture { width: 3, height: 2, animated: false });
    assert_eq!(looked.thumbnail, JPEG);
    assert!(answer(HEAD, b"\x89PNG\r\n\x1a\n").is_some());

    for thumbnail in [b"<script>".as_slice(), b"GIF89a", b"", b"\n"] {
        assert!(answer(HEAD, thumbnail).is_none(), "{thumbnail:?}");
    }
    assert!(answer(HEAD, &[JPEG, &vec![0; THUMBNAIL_BYTES_MAX]].concat()).is_none());
    for head in [
        "",
        "{}",
        r#"{"width":0,"height":2,"animated":false}"#,
        r#"{"width":-1,"height":2,"animated":false}"#,
        r#"{"width":50000,"height":50000,"animated":false}"#,
        r#"{"width":50000000,"height":1,"animated":false}"#,
        r#"{"width":"3","height":2,"animated":false}"#,
    ] {
        assert!(answer(head, JPEG).is_none(), "{head}");
    }
    assert!(understood(HEAD.as_bytes()).is_none());
    assert!(understood(JPEG).is_none());
}
