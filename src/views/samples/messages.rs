//! Messages of every kind, alone and as a conversation.

use actors::{
    clock::Millis,
    ids::{MessageId, RoomId, UserId},
    message::{Author, FileInfo, Kind, Mention, Message, Picture, Quote, Reaction, Reactor, SystemEvent},
};

use super::{DAY, MINUTE, NOW, ODD};

fn author(id: i64, name: &str) -> Author {
    Author { id: UserId(id), username: format!("user{id}"), display_name: name.into() }
}

/// A text by somebody at a moment; `seq` and id are the same number.
pub(crate) fn message(seq: i64, by: (i64, &str), at: Millis, text: &str) -> Message {
    Message {
        id: MessageId(seq),
        room_id: RoomId(1),
        seq,
        changed_seq: seq,
        author: author(by.0, by.1),
        client_id: None,
        created_at: at,
        edited_at: None,
        deleted: false,
        kind: Kind::Text,
        content: Some(text.into()),
        quote: None,
        mentions: Vec::new(),
        files: Vec::new(),
        reactions: Vec::new(),
        system: None,
    }
}

/// Something that happened.
pub(crate) fn event(seq: i64, by: (i64, &str), at: Millis, event: SystemEvent) -> Message {
    Message { kind: Kind::System, content: None, system: Some(event), ..message(seq, by, at, "") }
}

/// A picture of this many pixels.
pub(crate) fn picture(name: &str, width: u32, height: u32) -> FileInfo {
    let picture = Some(Picture { width, height, animated: name.ends_with(".gif") });
    FileInfo { picture, ..file(name, 2_345_678, "image/jpeg") }
}

/// Any other file.
pub(crate) fn file(name: &str, size: u64, mime: &str) -> FileInfo {
    FileInfo { n: 0, name: name.into(), size, mime: mime.into(), picture: None }
}

/// A message with files, and with a text or none.
pub(crate) fn with_files(message: Message, files: Vec<FileInfo>) -> Message {
    let kind = if files.iter().all(|file| file.picture.is_some()) { Kind::Image } else { Kind::File };
    let files = (1..).zip(files).map(|(n, file)| FileInfo { n, ..file }).collect();
    let content = message.content.clone().filter(|text| !text.is_empty());
    Message { kind, content, files, ..message }
}

/// What `count` people put under a message, of whom some are named.
pub(crate) fn reaction(emoji: &str, count: u32, names: &[&str]) -> Reaction {
    let users = (1..).zip(names).map(|(id, name)| Reactor { id: UserId(id), display_name: (*name).into() });
    Reaction { emoji: emoji.into(), count, users: users.collect() }
}

pub(crate) fn quote(parent: &Message) -> Quote {
    Quote {
        id: parent.id,
        seq: parent.seq,
        changed_seq: parent.changed_seq,
        author: parent.author.clone(),
        excerpt: parent.content.clone(),
        kind: parent.kind,
        files: parent.files.clone(),
        deleted: parent.deleted,
    }
}

/// A conversation over three days with everything that a bubble can be.
pub(crate) fn conversation() -> Vec<Message> {
    let (ali, gulnora, sardor) = ((5, "Ali Karimov"), (8, "Gulnora Rahimova"), (6, "Sardor Yo'ldoshev"));
    let (jasur, odd) = ((4, "Жасур Абдуллаев"), (2, ODD));
    let (day1, day2) = (NOW - 2 * DAY, NOW - DAY);
    let greeting = message(
        3,
        gulnora,
        day1,
        "Assalomu alaykum, hammaga! Yangi semestr uchun dars jadvalini shu hafta yopishimiz kerak.",
    );
    let mut gone = message(7, sardor, day1, "x");
    gone.deleted = true;
    gone.content = None;
    vec![
        event(1, gulnora, day1 - MINUTE, SystemEvent::Created),
        event(2, gulnora, day1 - MINUTE, SystemEvent::Added { name: ODD.into() }),
        greeting.clone(),
        message(4, gulnora, day1 + MINUTE, "Kim auditoriyalar ro'yxatini tekshirib chiqadi?"),
        message(5, ali, day1 + 3 * MINUTE, "Va alaykum assalom! 2-korpus menda."),
        Message {
            edited_at: Some(NOW),
            changed_seq: 21,
            ..message(
                6,
                ali,
                day1 + 3 * MINUTE,
                "3-korpusni kim oladi? Kechgacha ulgursak, ertaga jadvalni chop etamiz.",
            )
        },
        Message {
            quote: Some(quote(&greeting)),
            ..message(
                8,
                jasur,
                day1 + 9 * MINUTE,
                "3-корпус менда. Кечгача рўйхатни тайёрлаб қўяман, фақат 314-хонада проектор ишламаяпти.",
            )
        },
        message(
            9,
            sardor,
            day2,
            "Serverda joy tugagan ekan, `journalctl --vacuum-size=500M` bilan tozaladim. Zaxira skripti endi shunday:\n```sh\n#!/bin/sh\nset -eu\npg_dump -Fc livechat > \"/backup/$(date +%F).dump\"\nfind /backup -name '*.dump' -mtime +14 -delete\n```",
        ),
        Message {
            changed_seq: 20,
            reactions: vec![reaction("🔥", 4, &["Ali Karimov", ODD, "Жасур Абдуллаев"]), reaction("❤️", 1, &[ODD])],
            ..message(10, odd, day2 + MINUTE, "🎉🥳")
        },
        Message {
            quote: Some(quote(&gone)),
            ..message(
                11,
                ali,
                day2 + 2 * MINUTE,
                "Ha, bu masala **hal bo'ldi**, https://пример.рф/hujjatlar/x_y ga *qarang*.\n# 1\n<script>alert(1)</script>",
            )
        },
        message(12, ali, NOW - 55 * MINUTE, "Yangi disklar keldi, tushdan keyin o'rnatamiz"),
        Message {
            mentions: vec![Mention { user_id: UserId(5), folded: "ali".into() }],
            ..message(13, gulnora, NOW - 2 * MINUTE, "@ali, soat 15:00 gacha jadvalni yuborasanmi? @nobody")
        },
        event(14, odd, NOW - MINUTE, SystemEvent::Left),
        with_files(
            message(16, odd, NOW, "Hujjatlar va *rasmlar*"),
            vec![
                picture(ODD, 3000, 2000),
                picture("b.gif", 16, 16),
                file("Экзамены, весенняя сессия 2026.pdf", 655_360, "application/pdf"),
                file(ODD, 90_000_000, "application/x-msdownload"),
                file("Majlis.mp3", 4_000_000, "audio/mpeg"),
                file("dars.mp4", 40_000_000, "video/mp4"),
            ],
        ),
        with_files(message(17, sardor, NOW, ""), vec![picture(ODD, 2000, 3000)]),
        with_files(message(18, ali, NOW, ""), vec![file("README", 12, "text/plain")]),
        message(15, odd, NOW, "JudaUzunSoz".repeat(30).as_str()),
    ]
}
