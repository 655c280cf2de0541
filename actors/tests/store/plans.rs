//! How the statements that are really run find their rows: by index, never by looking at a whole table.

use std::cell::RefCell;

use actors::{
    Result,
    domain::{DeleteType, Emoji, Visibility},
    file_hash::FileHash,
    ids::{LoginId, MessageId, RoomId},
    store::{
        By, Read, Tx, Write,
        accounts::{CredentialsOf, HasAdmin, ProfileOf, SetPassword, SetProfile},
        files::{FileOf, ForgetLoose, IsLoose, IsNamed},
        logins::{BeginLogin, EndLogin, LoginOf, TouchLogin},
        members::{
            JoinRoom, LeaveRoom, MarkRead, MarkUnread, MemberAction, MembersNamed, MembersOf, ReadStateOf, ReadersOf,
            SetMember,
        },
        messages::{
            At, Beside, ChangesSince, DeleteMessage, EditMessage, MessageOf, PageOf, PicturesOf, React, ReactorsOf,
            RepeatOf,
        },
        rooms::{
            CreateRoom, DeleteRoom, MyRooms, OpenRooms, PurgeSome, RoomOf, RoomStateOf, RoomToDelete, RoomsOf, SetRoom,
        },
    },
};
use rusqlite::{
    Connection,
    trace::{TraceEvent, TraceEventCodes},
};

use crate::bed::{Bed, body, client_id, file, post};

thread_local! {
    static RUN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// The statements that `work` runs, as they are prepared.
fn traced<T>(connection: &Connection, work: impl FnOnce() -> T) -> (T, Vec<String>) {
    RUN.take();
    connection.trace_v2(
        TraceEventCodes::SQLITE_TRACE_STMT,
        Some(|event| {
            if let TraceEvent::Stmt(statement, _) = event {
                RUN.with_borrow_mut(|run| run.push(statement.sql().into_owned()));
            }
        }),
    );
    let result = work();
    connection.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, None);
    (result, RUN.take())
}

/// The steps of a statement's plan that look at a whole table or index.
fn scans(connection: &Connection, sql: &str) -> Vec<String> {
    steps(connection, sql).into_iter().filter(|step| step.starts_with("SCAN") && !is_small(step)).collect()
}

/// The steps of a statement's plan.
fn steps(connection: &Connection, sql: &str) -> Vec<String> {
    let Ok(mut plan) = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")) else { return Vec::new() };
    let parameters = plan.parameter_count();
    let steps = plan.query_map(rusqlite::params_from_iter((0..parameters).map(|_| 0)), |row| row.get::<_, String>(3));
    steps.unwrap().map(|step| step.unwrap()).collect()
}

/// Whether a scan is of what a question itself brings, or of what an index has found already.
fn is_small(step: &str) -> bool {
    ["SCAN json_each", "SCAN used", "SCAN (subquery", "SCAN (join", "SCAN CONSTANT ROW"]
        .iter()
        .any(|small| step.starts_with(small))
        || step.ends_with("INDEX users_admins")
        || (step.starts_with("SCAN message_search VIRTUAL TABLE INDEX") && step.contains(":="))
}

/// A write that looks at itself.
struct Watched<W>(W);

impl<W: Write> Write for Watched<W> {
    type Reply = (Result<W::Reply>, Vec<(String, Vec<String>)>);

    fn by(&self) -> Option<By> {
        self.0.by()
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<Self::Reply> {
        let connection = tx.connection;
        let (reply, run) = traced(connection, || self.0.apply(tx));
        let steps = run.into_iter().map(|sql| (scans(connection, &sql), sql));
        Ok((reply, steps.map(|(scans, sql)| (sql, scans)).collect()))
    }
}

/// A read that looks at itself.
struct Seen<R>(R);

impl<R: Read> Read for Seen<R> {
    type Reply = (R::Reply, Vec<(String, Vec<String>)>);

    fn query(&self, connection: &Connection) -> Result<Self::Reply> {
        let (reply, run) = traced(connection, || self.0.query(connection));
        let steps = run.into_iter().map(|sql| (scans(connection, &sql), sql));
        Ok((reply?, steps.map(|(scans, sql)| (sql, scans)).collect()))
    }
}

fn judge(what: &str, statements: &[(String, Vec<String>)]) {
    assert!(!statements.is_empty(), "{what}: nothing was seen");
    for (sql, scans) in statements {
        assert!(scans.is_empty(), "{what}: {scans:?} in {sql}");
    }
}

macro_rules! writes {
    ($bed:expr, $($write:expr),+ $(,)?) => { $(
        let (reply, statements) = $bed.store.write(Watched($write)).await.unwrap();
        assert!(reply.is_ok(), "{}: {:?}", stringify!($write), reply.err());
        judge(stringify!($write), &statements);
    )+ };
}

macro_rules! reads {
    ($bed:expr, $($read:expr),+ $(,)?) => { $(
        let (_, statements) = $bed.store.read(Seen($read)).await.unwrap();
        judge(stringify!($read), &statements);
    )+ };
}

fn react(by: By, message_id: MessageId, emoji: &str) -> React {
    React { by, message_id, room_id: None, emoji: Emoji::parse(emoji).unwrap(), on: true, client_id: Some(client_id()) }
}

async fn crowded() -> (Bed, By, By, RoomId, MessageId) {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room = bed.room(ali, &[vali]).await;
    let parent = bed.post(vali, room, "@ali parent").await.unwrap().message_id;
    bed.store.write(react(ali, parent, "👍")).await.unwrap();
    (bed, ali, vali, room, parent)
}

#[actix::test]
async fn no_question_looks_at_a_whole_table() {
    // The newest message is vali's.
    let (bed, ali, vali, room_id, message_id) = crowded().await;
    let user_id = ali.user_id;
    let page = |at| PageOf { user_id, room_id, at, limit: 50 };
    reads!(
        bed,
        page(At::End),
        page(At::Before(3)),
        page(At::After(1)),
        page(At::Around(2)),
        ChangesSince { user_id, room_id, after: 0 },
        MessageOf { user_id, message_id },
        ReactorsOf { user_id, message_id },
        RepeatOf { user_id, room_id, reply_to: Some(message_id), client_id: Some(client_id()) },
        FileOf { user_id, message_id, n: 1 },
        IsNamed(FileHash([1; 32])),
        IsLoose(FileHash([1; 32])),
        MyRooms { user_id },
        MyRooms { user_id: vali.user_id },
        OpenRooms { user_id, after: None },
        RoomOf { user_id, room_id },
        RoomToDelete { user_id, room_id },
        RoomStateOf { room_id },
        RoomsOf { user_id },
        MembersOf { user_id, room_id, after: None },
        MembersNamed { user_id, room_id, prefix: "v".into() },
        ReadStateOf { user_id, room_id },
        ReadersOf { user_id, room_id, seq: 3 },
        PicturesOf { user_id, room_id, beside: Beside::Before(3) },
        PicturesOf { user_id, room_id, beside: Beside::After(0) },
        LoginOf { token_hash: [0; 32], now: 0 },
        ProfileOf { user_id },
        CredentialsOf { username: "ali".into() },
        HasAdmin,
    );
}

#[actix::test]
async fn no_change_looks_at_a_whole_table() {
    let (bed, ali, vali, room_id, message_id) = crowded().await;
    let mut reply = post(ali, room_id, "@vali reply");
    (reply.reply_to, reply.client_id) = (Some(message_id), Some(client_id()));
    reply.files = vec![file("a", 1)];
    let name = actors::domain::RoomName::parse("another").unwrap();
    let set = |action| SetMember { by: ali, room_id, username: "vali".into(), action, client_id: Some(client_id()) };
    let edit = EditMessage { by: vali, message_id, room_id: None, body: body("@ali"), client_id: Some(client_id()) };
    let delete = DeleteMessage {
        by: ali,
        message_id,
        room_id: None,
        delete_type: DeleteType::All,
        client_id: Some(client_id()),
    };
    writes!(
        bed,
        reply,
        edit,
        react(vali, message_id, "👍"),
        React { on: false, ..react(vali, message_id, "👍") },
        delete,
        MarkUnread { by: vali, room_id, on: true, client_id: Some(client_id()) },
        MarkRead { by: vali, room_id, seq: 9, client_id: Some(client_id()) },
        CreateRoom { by: ali, name: name.clone(), visibility: Visibility::Open, client_id: Some(client_id()) },
        SetRoom { by: ali, room_id, name, visibility: Visibility::Open, client_id: Some(client_id()) },
        set(MemberAction::MakeAdmin),
        set(MemberAction::DropAdmin),
        set(MemberAction::Remove),
        set(MemberAction::Add),
        LeaveRoom { by: vali, room_id, delete_if_last: false, client_id: Some(client_id()) },
        JoinRoom { by: vali, room_id, client_id: Some(client_id()) },
        DeleteRoom { by: ali, room_id, client_id: Some(client_id()) },
        PurgeSome,
        ForgetLoose(vec![FileHash([1; 32])]),
        TouchLogin { login_id: LoginId(1) },
        SetProfile { by: ali, display_name: None, language: None, theme: None, enter: None },
        SetPassword { by: ali, old_hash: "hash of ali".into(), new_hash: "new".into() },
        BeginLogin { user_id: ali.user_id, token_hash: [7; 32], agent: String::new(), address: String::new() },
        EndLogin { token_hash: [0; 32] },
    );
}

/// The plan of the question of what stands under messages.
struct UnderMessages(PageOf);

impl Read for UnderMessages {
    type Reply = Vec<String>;

    fn query(&self, connection: &Connection) -> Result<Vec<String>> {
        let (page, run) = traced(connection, || self.0.query(connection));
        page?;
        let sql = run.into_iter().find(|sql| sql.contains("AS since")).unwrap();
        Ok(steps(connection, &sql))
    }
}

#[actix::test]
async fn which_emoji_there_are_and_who_was_first_is_found_by_index_and_nothing_is_sorted_but_the_answer() {
    let (bed, ali, _, room_id, _) = crowded().await;
    let page = PageOf { user_id: ali.user_id, room_id, at: At::End, limit: 50 };
    let steps = bed.store.read(UnderMessages(page)).await.unwrap();
    let looked: Vec<_> = steps.iter().filter(|step| step.starts_with("SEARCH r ")).collect();
    assert_eq!(looked.len(), 5, "{steps:?}");
    for end in ["(message_id=?)", "(message_id=? AND emoji>?)", "(message_id=? AND emoji=?)"] {
        let by_index = format!("SEARCH r USING COVERING INDEX reactions_first {end}");
        assert!(looked.iter().any(|step| **step == by_index), "{end}: {steps:?}");
    }
    assert!(looked.iter().all(|step| step.contains("COVERING INDEX reactions_first")), "{steps:?}");
    assert_eq!(steps.iter().filter(|step| *step == "USE TEMP B-TREE FOR ORDER BY").count(), 1, "{steps:?}");
}
