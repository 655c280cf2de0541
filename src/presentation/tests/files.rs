//! Files as people see them: in bubbles, previews and quotes.

use super::*;

#[test]
fn a_preview_of_files_says_what_they_are_unless_there_is_a_text() {
    let (pdf, exe) = (file("a.pdf", 1, "application/pdf"), file("b.exe", 1, "application/x-msdownload"));
    let says = |text, files| site().preview(&with_files(message(1, GULNORA, NOW, text), files), Language::Uz);
    assert_eq!(says("", vec![pdf.clone()]), "Gulnora: 📎 a.pdf");
    assert_eq!(says("", vec![pdf.clone(), exe, picture("c.jpg", 3, 2)]), "Gulnora: 📎 a.pdf (+2)");
    assert_eq!(says("", vec![picture("c.jpg", 3, 2)]), "Gulnora: 🖼\u{FE0F} Rasm");
    assert_eq!(says("", vec![picture("c.jpg", 3, 2); 3]), "Gulnora: 🖼\u{FE0F} 3 ta rasm");
    assert_eq!(says("izoh", vec![pdf]), "Gulnora: izoh");
}

#[test]
fn pictures_stand_in_order_with_all_that_a_viewer_needs() {
    let files = vec![picture("<1>.jpg", 3000, 2000), picture("2.gif", 480, 360)];
    let markup = bubble(&with_files(message(7, GULNORA, NOW, ""), files));
    let items = parts(&markup, "media__item");
    assert_eq!(items.len(), 2, "{markup}");
    for (name, value) in [
        ("href", "/download/7/1/"),
        ("data-n", "1"),
        ("data-width", "3000"),
        ("data-height", "2000"),
        ("data-name", "<1>.jpg"),
        ("data-size", "2345678"),
        ("aria-label", "Rasm 1 / 2: <1>.jpg"),
    ] {
        assert_eq!(attr(&items[0], name), Some(value), "{name}");
    }
    assert_eq!((attr(&items[0], "data-animated"), attr(&items[1], "data-animated")), (None, Some("")));
    assert!(markup.contains("<img src=\"/thumbnail/7/2/\" width=\"177\" height=\"133\""), "{markup}");
    let article = article(&markup);
    assert_eq!((attr(&article, "data-files"), attr(&article, "data-line")), (Some("2"), Some("🖼\u{FE0F} 2 ta rasm")));
}

#[test]
fn what_plays_is_a_player_and_the_rest_is_a_download() {
    let files = vec![
        file("a.exe", 98_000_000, "application/x-msdownload"),
        picture("b.jpg", 300, 200),
        file("c.mp3", 4_000_000, "audio/mpeg"),
        file("d.mp4", 40_000_000, "video/mp4"),
        file("e.html", 100, "text/html"),
        file("f.avi", 100, "video/x-msvideo"),
    ];
    let markup = bubble(&with_files(message(7, GULNORA, NOW, ""), files));
    let numbers = |class| parts(&markup, class).iter().map(|part| attr(part, "data-n").unwrap().to_owned()).collect();
    let all: [Vec<String>; 3] = ["media__item", "media__video", "file"].map(numbers);
    assert_eq!(all, [vec!["2"], vec!["4"], vec!["3", "1", "5", "6"]], "pictures, videos, sound, cards");
    assert!(markup.contains("<audio class=\"file__sound\" controls preload=\"none\" src=\"/download/7/3/\""));
    assert!(markup.contains("href=\"/download/7/5/?download=1\" download"), "never opened in our page");
    assert!(markup.contains(">EXE<") && markup.contains("93,5 MB"), "{markup}");
}

#[test]
fn the_time_stands_once_wherever_the_bubble_ends() {
    let pdf = || file("a.pdf", 1, "application/pdf");
    for (text, files) in [
        ("", vec![picture("a.jpg", 3, 2)]),
        ("izoh", vec![picture("a.jpg", 3, 2)]),
        ("", vec![picture("a.jpg", 3, 2), pdf()]),
        ("", vec![pdf()]),
        ("izoh", vec![pdf()]),
        ("", vec![file("d.mp4", 1, "video/mp4")]),
    ] {
        let alone = text.is_empty() && files.len() == 1 && files[0].picture.is_some();
        let markup = bubble(&with_files(message(7, GULNORA, NOW, text), files));
        assert_eq!(markup.matches("<time>").count(), 1, "{markup}");
        assert_eq!(markup.contains("bubble__text"), !text.is_empty(), "{markup}");
        assert_eq!(markup.contains("</time></span></span></div></article>"), alone, "on the picture: {markup}");
    }
}

#[test]
fn a_quote_without_a_text_says_what_it_carries() {
    let quoting =
        |parent: &Message| bubble(&Message { quote: Some(quote(parent)), ..message(9, GULNORA, NOW, "javob") });
    let quoted = |files| quoting(&with_files(message(3, (4, "Жасур"), NOW, ""), files));
    assert!(quoted(vec![picture("a.jpg", 3, 2)]).contains("🖼\u{FE0F} Rasm"));
    let album = quoted(vec![picture("a.jpg", 3, 2), picture("b.jpg", 3, 2)]);
    assert!(album.contains("🖼\u{FE0F} 2 ta rasm") && album.contains("<img src=\"/thumbnail/3/1/\""), "{album}");
    let file = quoted(vec![file("a.pdf", 1, "application/pdf")]);
    assert!(file.contains("📎 a.pdf") && !file.contains("<img"), "{file}");
    let system = quoting(&event(3, (4, "Жасур"), NOW, SystemEvent::Opened));
    assert!(system.contains("Жасур") && !system.contains("Fayl"), "{system}");
}
