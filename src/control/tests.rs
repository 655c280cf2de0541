use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, sync::Arc};

use actors::store::{Options, Store};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::UnixStream,
};

use super::*;
use crate::{
    accounts::{Accounts, NewAccount},
    config::Config,
    logins::Logins,
    media::Media,
};

/// Serves the control socket of a data folder.
async fn serve(root: &Path) -> (Config, Lock) {
    let config = Config::for_test(root, 8000);
    config.data.prepare().unwrap();
    let lock = Lock::take_to_serve(&config.data).unwrap();
    let store = Store::open(Options::new(config.data.database())).unwrap();
    let logins = Logins::new(&config, store.clone(), actors::clock::system()).unwrap();
    let accounts = Arc::new(Accounts::open(store.clone(), logins).await.unwrap());
    let media = Media::open(config.data.media(), config.media, config.program.clone(), store).unwrap();
    let control = Control::listen(&config.data, &lock).unwrap();
    actix_web::rt::spawn(async move { control.serve(accounts, media).await });
    (config, lock)
}

fn ali() -> Request {
    Request::CreateUser(NewAccount {
        username: "Ali".into(),
        password: "qovun tarvuz uzum".into(),
        ..NewAccount::default()
    })
}

#[actix_web::test]
async fn a_command_is_done_by_the_server_and_a_refusal_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (config, _lock) = serve(folder.path()).await;
    assert_eq!(ask(&config.data, &ali()).await.unwrap(), Answer::Done);
    let taken = Answer::Refused { code: "taken".into(), field: Some("username".into()) };
    assert_eq!(ask(&config.data, &ali()).await.unwrap(), taken);
}

#[actix_web::test]
async fn a_long_command_tells_what_it_finds_and_then_ends() {
    let folder = tempfile::tempdir().unwrap();
    let (config, _lock) = serve(folder.path()).await;
    fs::write(config.data.media().join("chat_files/begona"), "").unwrap();
    let (mut found, mut parts) = (Vec::new(), 0);
    let last = ask_and_hear(&config.data, &Request::CheckMedia, |news| {
        match news {
            News::Found(finding) => found.push(finding.at),
            News::Compared(_) => parts += 1,
        }
        Ok(())
    });
    assert_eq!(last.await.unwrap(), Answer::Done);
    assert_eq!((found.as_slice(), parts), (&["chat_files/begona".to_owned()][..], 257));
}

#[actix_web::test]
async fn the_socket_is_the_operators_alone_and_one_left_behind_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("control.sock");
    fs::write(&path, "left behind").unwrap();
    let (config, _lock) = serve(folder.path()).await;
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(ask(&config.data, &ali()).await.unwrap(), Answer::Done);
}

#[actix_web::test]
async fn a_folder_with_a_path_too_long_for_a_socket_is_served_too() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("chuqur".repeat(20));
    let (config, _lock) = serve(&root).await;
    assert_eq!(ask(&config.data, &ali()).await.unwrap(), Answer::Done);
}

#[actix_web::test]
async fn what_is_no_request_is_not_answered_and_stops_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let (config, _lock) = serve(folder.path()).await;
    let endless = vec![b'x'; usize::try_from(LINE_BYTES).unwrap() + 1];
    for bytes in [&b"{}\n"[..], b"\n", b"{\"command\":\"create_user\",\"is_root\":true}\n", &endless, b"{"] {
        let mut stream = UnixStream::connect(config.data.control_socket()).await.unwrap();
        // The server may hang up before all of it is written.
        let _ = stream.write_all(bytes).await;
        let _ = stream.shutdown().await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert_eq!(answer, b"");
    }
    assert_eq!(ask(&config.data, &ali()).await.unwrap(), Answer::Done);
}

#[test]
fn one_process_holds_the_lock_until_it_ends() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataFolder::new(folder.path().to_owned());
    data.prepare().unwrap();
    let lock = Lock::take_to_serve(&data).unwrap();
    assert!(Lock::take(&data).unwrap().is_none());
    let line = Lock::take_to_serve(&data).unwrap_err().to_string();
    assert!(line.contains("in use by another livechat"), "{line}");
    drop(lock);
    assert!(Lock::take(&data).unwrap().is_some());
}
