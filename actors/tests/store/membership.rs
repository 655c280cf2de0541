//! Who belongs to a room, and what they may do.

use actors::{
    Code, Result,
    domain::{Role, RoomName, Visibility},
    event::Event,
    ids::RoomId,
    limits::{MEMBERS_MAX, ROOMS_CREATED_A_DAY},
    message::SystemEvent,
    store::{
        By,
        members::{JoinRoom, LeaveRoom, MemberAction, MembersOf, SetMember},
        rooms::{CreateRoom, DeleteRoom, OpenRooms, PurgeSome, RoomOf, RoomStateOf, RoomsOf, SetRoom},
    },
};

use crate::{
    bed::Bed,
    gate::{Number, Statement, Then},
};

async fn set(bed: &Bed, by: By, room_id: RoomId, username: &str, action: MemberAction) -> Result<()> {
    bed.store.write(SetMember { by, room_id, username: username.to_owned(), action, client_id: None }).await
}

async fn roles(bed: &Bed, room_id: RoomId) -> Vec<(String, Role)> {
    let state = bed.store.read(RoomStateOf { room_id }).await.unwrap().unwrap();
    let mut roles: Vec<_> = state.members.into_iter().map(|(_, name, role)| (name, role)).collect();
    roles.sort();
    roles
}

fn role(name: &str, role: Role) -> (String, Role) {
    (name.to_owned(), role)
}

/// What the room's system messages say, oldest first.
async fn said(bed: &mut Bed) -> Vec<SystemEvent> {
    bed.told_of_rooms().await.into_iter().filter_map(|event| event.message.system.clone()).collect()
}

#[actix::test]
async fn administrators_set_members_and_the_owner_is_beyond_them() {
    let mut bed = Bed::new();
    let (ali, vali, gani) = (bed.person("ali").await, bed.person("vali").await, bed.person("gani").await);
    let room = bed.room(ali, &[vali]).await;
    bed.told_of_rooms().await;
    assert_eq!(set(&bed, gani, room, "vali", MemberAction::MakeAdmin).await.unwrap_err().code(), Code::NotFound);
    assert_eq!(set(&bed, vali, room, "gani", MemberAction::Add).await.unwrap_err().code(), Code::Forbidden);
    set(&bed, ali, room, "Vali", MemberAction::MakeAdmin).await.unwrap();
    set(&bed, ali, room, "Vali", MemberAction::MakeAdmin).await.unwrap();
    set(&bed, vali, room, "gani", MemberAction::Add).await.unwrap();
    for action in [MemberAction::Remove, MemberAction::DropAdmin] {
        assert_eq!(set(&bed, vali, room, "ali", action).await.unwrap_err().code(), Code::Forbidden);
    }
    assert_eq!(set(&bed, vali, room, "gani", MemberAction::MakeOwner).await.unwrap_err().code(), Code::Forbidden);
    let unknown = set(&bed, ali, room, "nobody", MemberAction::Add).await.unwrap_err();
    assert_eq!((unknown.code(), unknown.field()), (Code::NotFound, Some("username")));
    set(&bed, ali, room, "gani", MemberAction::MakeOwner).await.unwrap();
    assert_eq!(
        roles(&bed, room).await,
        [role("ali", Role::Admin), role("gani", Role::Owner), role("vali", Role::Admin)]
    );
    set(&bed, gani, room, "ali", MemberAction::DropAdmin).await.unwrap();
    set(&bed, gani, room, "ali", MemberAction::Remove).await.unwrap();
    let names = ["vali", "gani", "gani", "ali", "ali"].map(String::from);
    let [a, b, c, d, e] = names.map(|name| name);
    assert_eq!(
        said(&mut bed).await,
        [
            SystemEvent::MadeAdmin { name: a },
            SystemEvent::Added { name: b },
            SystemEvent::NewOwner { name: c },
            SystemEvent::DroppedAdmin { name: d },
            SystemEvent::Removed { name: e },
        ],
        "each real change is one message"
    );
}

#[actix::test]
async fn who_was_removed_comes_back_only_when_added_and_who_left_when_they_like() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room_id = bed.room(ali, &[vali]).await;
    let join = JoinRoom { by: vali, room_id, client_id: None };
    bed.store.write(LeaveRoom { by: vali, room_id, delete_if_last: false, client_id: None }).await.unwrap();
    bed.store.write(join).await.unwrap();
    set(&bed, ali, room_id, "vali", MemberAction::Remove).await.unwrap();
    assert_eq!(bed.store.write(join).await.unwrap_err().code(), Code::Forbidden);
    let open = bed.store.read(OpenRooms { user_id: vali.user_id, after: None }).await.unwrap();
    assert!(open.is_empty(), "a room that bars me is none that I could join");
    set(&bed, ali, room_id, "vali", MemberAction::Add).await.unwrap();
    bed.store.write(LeaveRoom { by: vali, room_id, delete_if_last: false, client_id: None }).await.unwrap();
    bed.store.write(join).await.unwrap();
    bed.store.write(join).await.unwrap();
    let counted = bed.store.read(Number::of("SELECT members FROM rooms")).await.unwrap();
    assert_eq!((counted, roles(&bed, room_id).await.len()), (2, 2));
}

#[actix::test]
async fn ownership_goes_to_the_longest_administrator_else_the_longest_member_and_the_last_one_takes_the_room_along() {
    let mut bed = Bed::new();
    let mut people = Vec::new();
    for name in ["ali", "vali", "gani"] {
        people.push(bed.person(name).await);
        bed.pass(1);
    }
    let [ali, vali, gani] = people[..] else { panic!() };
    let room_id = bed.room(ali, &[]).await;
    for by in [vali, gani] {
        bed.pass(1);
        bed.store.write(JoinRoom { by, room_id, client_id: None }).await.unwrap();
    }
    set(&bed, ali, room_id, "gani", MemberAction::MakeAdmin).await.unwrap();
    let leave = |by| bed.store.write(LeaveRoom { by, room_id, delete_if_last: false, client_id: None });
    leave(ali).await.unwrap();
    assert_eq!(roles(&bed, room_id).await, [role("gani", Role::Owner), role("vali", Role::Member)]);
    leave(gani).await.unwrap();
    assert_eq!(roles(&bed, room_id).await, [role("vali", Role::Owner)]);
    assert_eq!(leave(vali).await.unwrap_err().code(), Code::Forbidden, "asked first");
    bed.told_of_rooms().await;
    bed.store.write(LeaveRoom { by: vali, room_id, delete_if_last: true, client_id: None }).await.unwrap();
    bed.settle().await;
    let told = bed.told.try_recv().unwrap().events;
    assert!(matches!(&told[..], [Event::RoomDeleted { members, .. }] if members[..] == [vali.user_id]));
    assert!(bed.store.read(RoomStateOf { room_id }).await.unwrap().is_none());
}

#[actix::test]
async fn a_room_without_an_administrator_who_can_log_in_gets_one() {
    let bed = Bed::new();
    let (ali, vali, gani) = (bed.person("ali").await, bed.person("vali").await, bed.person("gani").await);
    let room = bed.room(ali, &[vali, gani]).await;
    set(&bed, ali, room, "vali", MemberAction::MakeAdmin).await.unwrap();
    bed.store
        .write(Statement::new("UPDATE users SET is_active = 0 WHERE username = 'ali'", Then::Succeed))
        .await
        .unwrap();
    bed.store.write(LeaveRoom { by: vali, room_id: room, delete_if_last: false, client_id: None }).await.unwrap();
    assert_eq!(roles(&bed, room).await, [role("ali", Role::Owner), role("gani", Role::Admin)]);
}

#[actix::test]
async fn a_private_room_does_not_exist_for_others_and_an_open_one_shows_its_door() {
    let mut bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room_id = bed.room(ali, &[]).await;
    let seen = |by: By| bed.store.read(RoomOf { user_id: by.user_id, room_id });
    let door = seen(vali).await.unwrap().unwrap();
    assert_eq!((door.role, door.members), (None, 1));
    assert_eq!(seen(ali).await.unwrap().unwrap().role, Some(Role::Owner));
    assert_eq!(bed.store.read(OpenRooms { user_id: vali.user_id, after: None }).await.unwrap()[0].room_id, room_id);
    let name = RoomName::parse("renamed").unwrap();
    let close = SetRoom { by: ali, room_id, name, visibility: Visibility::Private, client_id: None };
    assert_eq!(bed.store.write(SetRoom { by: vali, ..close.clone() }).await.unwrap_err().code(), Code::NotFound);
    bed.store.write(close.clone()).await.unwrap();
    assert!(seen(vali).await.unwrap().is_none());
    assert!(bed.store.read(OpenRooms { user_id: vali.user_id, after: None }).await.unwrap().is_empty());
    assert_eq!(
        bed.store.write(JoinRoom { by: vali, room_id, client_id: None }).await.unwrap_err().code(),
        Code::NotFound
    );
    assert_eq!(
        bed.store.write(DeleteRoom { by: vali, room_id, client_id: None }).await.unwrap_err().code(),
        Code::NotFound
    );
    let state = bed.store.read(RoomStateOf { room_id }).await.unwrap().unwrap();
    assert_eq!((state.name.as_str(), state.seq), ("renamed", 3));
    bed.store.write(close).await.unwrap();
    assert_eq!(bed.store.read(RoomStateOf { room_id }).await.unwrap().unwrap().seq, 3, "no change, no number");
    let said = said(&mut bed).await;
    assert_eq!(said[1..], [SystemEvent::Renamed { name: "renamed".into() }, SystemEvent::Closed]);
}

#[actix::test]
async fn a_deleted_room_is_hidden_at_once_and_purged_in_pieces() {
    let mut bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room_id = bed.room(ali, &[vali]).await;
    let posts = (0..600).map(|n| bed.store.write(crate::bed::post(ali, room_id, &format!("@vali {n}"))));
    assert!(futures_util::future::join_all(posts).await.iter().all(Result::is_ok));
    bed.told_of_rooms().await;
    assert_eq!(
        bed.store.write(DeleteRoom { by: vali, room_id, client_id: None }).await.unwrap_err().code(),
        Code::Forbidden
    );
    bed.store.write(DeleteRoom { by: ali, room_id, client_id: None }).await.unwrap();
    bed.settle().await;
    let told = bed.told.try_recv().unwrap().events;
    assert!(matches!(&told[..], [Event::RoomDeleted { members, .. }] if members.len() == 2));
    for by in [ali, vali] {
        assert!(bed.store.read(RoomsOf { user_id: by.user_id }).await.unwrap().is_empty());
        assert_eq!(bed.post(by, room_id, "late").await.unwrap_err().code(), Code::NotFound);
        assert_eq!(
            bed.store.write(JoinRoom { by, room_id, client_id: None }).await.unwrap_err().code(),
            Code::NotFound
        );
        assert_eq!(
            bed.store.write(DeleteRoom { by, room_id, client_id: None }).await.unwrap_err().code(),
            Code::NotFound
        );
    }
    let left = Number::of("SELECT count(*) FROM messages");
    assert!(bed.store.write(PurgeSome).await.unwrap());
    assert_eq!(bed.store.read(left).await.unwrap(), 602 - 500);
    while bed.store.write(PurgeSome).await.unwrap() {}
    for table in ["messages", "mentions", "message_search", "members", "jobs"] {
        assert_eq!(bed.store.read(Number(format!("SELECT count(*) FROM {table}"))).await.unwrap(), 0, "{table}");
    }
}

#[actix::test]
async fn what_people_put_under_the_messages_of_a_deleted_room_goes_in_pieces_too() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let room_id = bed.room(ali, &[]).await;
    let id = bed.post(ali, room_id, "salom").await.unwrap().message_id;
    let sql = format!(
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1200)
        INSERT INTO reactions SELECT {id}, n, {}, 0 FROM n",
        ali.user_id
    );
    bed.store.write(Statement::new(&sql, Then::Succeed)).await.unwrap();
    bed.store.write(DeleteRoom { by: ali, room_id, client_id: None }).await.unwrap();
    let left = async |table| bed.store.read(Number(format!("SELECT count(*) FROM {table}"))).await.unwrap();
    // One row of the first piece is what the room said when it was made.
    for reactions in [701, 201, 0] {
        assert!(bed.store.write(PurgeSome).await.unwrap());
        assert_eq!(left("reactions").await, reactions);
    }
    while bed.store.write(PurgeSome).await.unwrap() {}
    assert_eq!((left("messages").await, left("jobs").await), (0, 0));
}

#[actix::test]
async fn a_user_makes_so_many_rooms_a_day_and_a_room_has_so_many_members() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let by = By { login_id: None, ..ali };
    let room_id = bed.room(by, &[]).await;
    for _ in 1..ROOMS_CREATED_A_DAY {
        bed.room(by, &[]).await;
    }
    let name = RoomName::parse("one more").unwrap();
    let create = CreateRoom { by, name, visibility: Visibility::Open, client_id: None };
    assert_eq!(bed.store.write(create.clone()).await.unwrap_err().code(), Code::RateLimited);
    bed.pass(24 * 60 * 60 * 1000);
    assert!(bed.store.write(create).await.is_ok());
    let crowd = format!("UPDATE rooms SET members = {MEMBERS_MAX} WHERE id = {room_id}");
    bed.store.write(Statement::new(&crowd, Then::Succeed)).await.unwrap();
    let join = JoinRoom { by: By { login_id: None, ..vali }, room_id, client_id: None };
    assert_eq!(bed.store.write(join).await.unwrap_err().code(), Code::Forbidden);
    assert_eq!(set(&bed, by, room_id, "vali", MemberAction::Add).await.unwrap_err().code(), Code::Forbidden);
}

#[actix::test]
async fn lists_go_on_after_the_last_one_seen() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("Vali").await);
    let room_id = bed.room(ali, &[vali]).await;
    let crowd = "INSERT INTO users (username, folded, skeleton, display_name, password_hash, created_at)
        SELECT printf('u%03d', value), printf('u%03d', value), value, value, '', 0 FROM generate(250)";
    let crowd = crowd.replace(
        "generate(250)",
        "(WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 250) SELECT value FROM n)",
    );
    bed.store.write(Statement::new(&crowd, Then::Succeed)).await.unwrap();
    let join = format!(
        "INSERT INTO members (room_id, user_id, joined_at) SELECT {room_id}, id, 0 FROM users WHERE username GLOB 'u*'"
    );
    bed.store.write(Statement::new(&join, Then::Succeed)).await.unwrap();
    set(&bed, ali, room_id, "u007", MemberAction::MakeAdmin).await.unwrap();
    let (mut names, mut after) = (Vec::new(), None);
    loop {
        let page = bed.store.read(MembersOf { user_id: ali.user_id, room_id, after }).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.role, last.username.to_lowercase()));
        names.extend(page.into_iter().map(|row| row.username));
    }
    assert_eq!(names.len(), 252);
    assert_eq!(names[..4], ["ali", "u007", "u001", "u002"].map(String::from));
    assert_eq!(names.last().unwrap(), "Vali");

    let open = "INSERT INTO rooms (name, active_at, created_by, created_at)
        SELECT printf('Open %03d', value), 0, 1, 0 FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 150) SELECT value FROM n)";
    bed.store.write(Statement::new(open, Then::Succeed)).await.unwrap();
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = bed.store.read(OpenRooms { user_id: vali.user_id, after }).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.name.clone(), last.room_id));
        seen.extend(page.into_iter().map(|row| row.name));
    }
    assert_eq!(seen.len(), 150);
    assert!(seen.is_sorted());
}
