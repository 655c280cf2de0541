//! Sample data for tests: every page in every state that its template tells apart, with names that would be markup if
//! anything forgot to escape them.

mod messages;

pub(crate) use messages::*;

use std::sync::Arc;

use actors::{
    clock::Millis,
    domain::{EnterKey, Language, Role, Theme, Visibility},
    ids::{MessageId, RoomId, UserId},
    message::Mine,
    store::{
        members::{MemberRow, ReadState},
        rooms::{OpenRoom, RoomRow, RoomView},
    },
};
use serde::Serialize;

use super::*;
use crate::{i18n, presentation::Presentation};

/// 2026-03-14 14:43 in Tashkent.
pub(crate) const NOW: Millis = 1_773_481_380_000;
const MINUTE: Millis = 60_000;
const DAY: Millis = 24 * 60 * MINUTE;
/// A name that is markup, and long.
pub(crate) const ODD: &str = "<b>Oybek</b> & \"To'raqo'ziyev\"";

pub(crate) fn site() -> Presentation {
    let zone = jiff::tz::TimeZone::get("Asia/Tashkent").unwrap();
    Presentation::new(Arc::new(Pages::new().unwrap()), zone, Arc::new(|| NOW))
}

pub(crate) fn reader(language: Language) -> Reader {
    let user = Me {
        id: UserId(5),
        username: "ali".into(),
        display_name: "Ali Karimov".into(),
        is_admin: false,
        avatar: Avatar::new("Ali Karimov", 5),
        enter: EnterKey::Newline,
    };
    Reader { language, theme: Theme::Dark, user: Some(user) }
}

pub(crate) fn room_view(role: Option<Role>) -> RoomView {
    RoomView {
        room_id: RoomId(1),
        name: "Ish jamoasi".into(),
        visibility: Visibility::Open,
        is_group: true,
        role,
        members: 12,
        seq: 21,
        read: ReadState { seq: 12, unread: 2, mentions: 0, marks: 0, as_of: 21 },
        seen: 11,
        last_birth: 15,
    }
}

fn rooms() -> Vec<RoomRow> {
    let names = [
        "Ish jamoasi",
        "Umumiy e'lonlar",
        "Dars jadvali va uy vazifalari muhokamasi (3-kurs)",
        "Do'stlar guruhi",
        "Кафедра математики",
        ODD,
        "Server va tarmoq nosozliklari",
        "Bitiruvchilar 2019",
        "Kutubxona",
        "Futbol, yakshanba 7:00",
    ];
    let mut messages = conversation();
    messages.reverse();
    let row = |(i, name): (i64, &str)| RoomRow {
        room_id: RoomId(i + 1),
        name: name.into(),
        visibility: if i % 3 == 1 { Visibility::Private } else { Visibility::Open },
        seq: 21,
        last: messages.get(i as usize).cloned().filter(|_| i != 8),
        active_at: NOW - i * i * 6 * 60 * MINUTE,
        read: ReadState {
            seq: 12,
            unread: [0, 128, 3, 0, 24, 0, 1, 0, 0, 1000][i as usize],
            mentions: u32::from(i == 2),
            marks: u32::from(i == 5),
            as_of: 21,
        },
        seen: [None, None, None, Some(false), None, Some(true), None, None, None, None][i as usize],
    };
    (0..).zip(names).map(row).collect()
}

/// A page as it is rendered, with a name for the test's message.
pub(crate) struct Sample {
    pub(crate) name: &'static str,
    pub(crate) reader: Reader,
    pub(crate) html: String,
}

/// Every page in every state, in a language.
pub(crate) fn pages(site: &Presentation, language: Language) -> Vec<Sample> {
    let reader = reader(language);
    let guest = Reader { language, ..Reader::default() };
    let mut samples = Vec::new();
    let mut add = |name, view: &dyn Renders, reader: &Reader| {
        samples.push(Sample { name, html: view.render(&site.pages, reader), reader: reader.clone() });
    };
    let shell = |list| Shell {
        list,
        words: i18n::script_words(language),
        now: NOW,
        tz_offset: site.tz_offset_minutes(),
        message_chars: 10_000,
        file_bytes: 100 << 20,
        files_max: 10,
    };
    let error = |code, field| Some(FormError::new(language, code, field));

    add("login", &LoginPage::new(language, None, String::new(), None), &guest);
    add(
        "login-error",
        &LoginPage::new(language, Some("/room/1/?a=1&b=2".into()), ODD.into(), Some(LoginNote::Wrong)),
        &guest,
    );
    add("login-throttled", &LoginPage::new(language, None, "ali".into(), Some(LoginNote::Throttled(41))), &guest);
    add("login-busy", &LoginPage::new(language, None, "ali".into(), Some(LoginNote::Busy)), &guest);
    add("login-ended", &LoginPage::new(language, None, String::new(), Some(LoginNote::Ended)), &guest);
    add("setup", &SetupPage { username: String::new(), error: None, languages: languages(language) }, &guest);
    let weak = error("weak_password", Some("password"));
    add("setup-error", &SetupPage { username: ODD.into(), error: weak, languages: languages(language) }, &guest);
    add("closed", &ClosedPage { languages: languages(language) }, &guest);
    for (name, status) in [("error-404", 404), ("error-500", 500), ("error-418", 418)] {
        add(name, &ErrorPage::new(language, status), &guest);
    }

    let open = |id, name: &str| site.open_room(&OpenRoom { room_id: RoomId(id), name: name.into(), members: 3 });
    let open_rooms = vec![open(31, "Shaxmat to'garagi"), open(32, ODD)];
    let pane = HomePane { open_rooms, more_open: Some("/?after=32".into()) };
    let list = site.room_list(&rooms(), &reader, None);
    let home = |list| HomePage { shell: shell(list), pane: pane.clone() };
    add("home", &home(list.clone()), &reader);
    add("home-search", &home(list.clone().matching("KUTUB")), &reader);
    add("home-not-found", &home(list.matching("<b>yo'q")), &reader);
    let nothing = HomePane { open_rooms: Vec::new(), more_open: None };
    add("home-empty", &HomePage { shell: shell(RoomList::default()), pane: nothing }, &reader);
    add("join", &JoinPage { room: open(32, ODD) }, &reader);

    let view = room_view(Some(Role::Owner));
    let composer =
        Composer { reply: None, edit: None, content: String::new(), client_id: "c0ffee".into(), error: None };
    let page = |pane| RoomPage { shell: shell(site.room_list(&rooms(), &reader, Some(RoomId(1)))), pane };
    let room = RoomPane {
        room: site.room_head(&view, &reader),
        days: site.days(&conversation(), &Mine::new(), &view, &reader),
        unspoken: false,
        older: Some(1),
        newer: None,
        seen: None,
        read_seq: view.read.seq,
        others_read: view.seen,
        last: 14,
        seq: 21,
        composer: composer.clone(),
    };
    add("room", &page(room.clone()), &reader);
    let conversation = conversation();
    let member = room_view(Some(Role::Member));
    let reply = RoomPane {
        room: site.room_head(&member, &reader),
        days: site.days(&conversation, &Mine::new(), &member, &reader),
        composer: Composer { reply: Some(site.quote_strip(&conversation[2], &reader)), ..composer.clone() },
        older: None,
        newer: Some(15),
        seen: Some(15),
        last: 40,
        ..room.clone()
    };
    add("room-reply", &page(reply.clone()), &reader);
    let edit = Composer {
        edit: Some(MessageId(12)),
        content: "\n<b>matn</b>".into(),
        error: error("too_long", Some("message")),
        ..composer.clone()
    };
    add("room-edit", &page(RoomPane { composer: edit, ..room.clone() }), &reader);
    add("room-empty", &page(RoomPane { days: Vec::new(), unspoken: true, older: None, ..room.clone() }), &reader);

    let head = RoomHead { name: ODD.into(), private: true, ..room.room.clone() };
    let create = CreatePage { room_name: String::new(), private: false, client_id: "c0ffee".into(), error: None };
    add("create", &create, &reader);
    let short = error("bad_field", Some("room_name"));
    add("create-error", &CreatePage { room_name: ODD.into(), private: true, error: short.clone(), ..create }, &reader);
    let settings = SettingsPage { room: head.clone(), room_name: ODD.into(), private: true, error: None };
    add("settings", &settings, &reader);
    add("settings-error", &SettingsPage { room: room.room.clone(), private: false, error: short, ..settings }, &reader);

    let row = |id: i64, name: &str, role| MemberRow {
        user_id: UserId(id),
        username: format!("user{id}"),
        display_name: name.into(),
        role,
        joined_at: NOW,
    };
    let rows = [
        row(5, "Ali Karimov", Role::Owner),
        row(8, "Gulnora Rahimova", Role::Admin),
        row(6, "Sardor Yo'ldoshev", Role::Member),
        row(2, ODD, Role::Member),
    ];
    let members = |mine| rows.iter().map(|row| MemberItem::new(row, RoomId(1), UserId(5), mine)).collect::<Vec<_>>();
    let about = MembersPage {
        room: head.clone(),
        members: members(Role::Owner),
        next: Some("/room/1/members/?after=x".into()),
        username: ODD.into(),
        error: error("not_found", Some("username")),
    };
    add("members", &about, &reader);
    let plain = MembersPage {
        room: reply.room.clone(),
        members: members(Role::Member),
        next: None,
        username: String::new(),
        error: None,
    };
    add("members-plain", &plain, &reader);
    for (name, question) in [
        ("confirm-leave", Question::Leave),
        ("confirm-leave-last", Question::LeaveLast),
        ("confirm-delete", Question::Delete),
    ] {
        add(name, &ConfirmPage::new(question, head.clone()), &reader);
    }
    add("confirm-leave-open", &ConfirmPage::new(Question::Leave, room.room.clone()), &reader);

    let account = AccountPage {
        username: "ali".into(),
        display_name: ODD.into(),
        languages: languages(language),
        themes: themes(language, Theme::Dark),
        enter_keys: enter_keys(language, EnterKey::Newline),
        saved: None,
        error: error("too_long", Some("display_name")),
        password_error: error("weak_password", None),
    };
    add("help", &HelpPage::new(EnterKey::Newline), &reader);
    add("account", &account, &reader);
    let saved = Some(i18n::text(language, "common-saved"));
    add("account-saved", &AccountPage { saved, error: None, password_error: None, ..account }, &reader);
    samples
}

/// Any page.
trait Renders {
    fn render(&self, pages: &Pages, reader: &Reader) -> String;
}

impl<V: View + Serialize> Renders for V {
    fn render(&self, pages: &Pages, reader: &Reader) -> String {
        pages.render(self, reader).unwrap_or_else(|error| panic!("{}: {error}", V::TEMPLATE))
    }
}
