//! What a file is called, by whoever sends it and by whoever keeps it.

use crate::support::{Client, Multipart, Reply, TestServer, kept};

/// The name under which the file of an answered upload is offered.
fn offered(client: &mut Client, sent: &Reply) -> String {
    client.get(&format!("/download/{}/", sent.value()["message_id"])).offered()
}

#[test]
fn a_name_is_kept_as_it_was_given_and_leads_nowhere() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let path = format!("/room/{room}/");
    let long = format!("{}.docx", "ў".repeat(300));
    for (given, name) in [
        ("../../x", "___.._x"),
        ("CON", "_CON"),
        ("a\r\nb", "ab"),
        ("rasm\u{202E}gpj.exe", "rasmgpj.exe"),
        ("qo'sh\"tirnoq\".txt", "qo'sh_tirnoq_.txt"),
        ("C:\\papka\\fayl.txt", "C__papka_fayl.txt"),
        (".htaccess", "_htaccess"),
        ("<script>alert(1)</script>.html", "_script_alert(1)__script_.html"),
        ("  ", "file"),
        ("100%25.txt", "100%25.txt"),
        (&long, &format!("{}.docx", "ў".repeat(125))),
    ] {
        let reply = ali.upload(&path, Multipart::default().file(given, b"a"));
        assert_eq!(reply.status(), 201, "{given:?} {}", reply.body);
        assert_eq!(offered(&mut ali, &reply), name, "{given:?}");
    }
    let page = ali.get(&path).body;
    assert!(!page.contains("<script>alert") && !page.contains('\u{202E}'), "{page}");
    let reply = ali.upload(&path, Multipart::default().part("form-data; name=file; filename*=utf-8''%D1%9E.txt", b"a"));
    assert_eq!(offered(&mut ali, &reply), "ў.txt");
    let quoted = r#"form-data; name="file"; filename="a\"b\\c.txt""#;
    let reply = ali.upload(&path, Multipart::default().part(quoted, b"a"));
    assert_eq!(offered(&mut ali, &reply), "a_b_c.txt", "escaped by a backslash");
    assert!(kept(server.folder(), "chat_files").iter().all(|path| path.starts_with(server.folder())));
}
