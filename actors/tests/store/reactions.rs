//! What people put under messages: once each, by members, under what is there.

use actors::{
    Code, Result,
    domain::Emoji,
    event::Change,
    ids::{MessageId, RoomId},
    limits::REACTIONS_OF_MESSAGE,
    message::{Message, Reaction},
    store::{
        By,
        members::LeaveRoom,
        messages::{At, Changes, Done, EditMessage, Page, PageOf, React, ReactorsOf},
        rooms::MyRooms,
    },
};
use futures_util::future::join_all;

use crate::{
    bed::{Bed, body, client_id},
    gate::{Number, Statement, Then},
};

fn emoji(text: &str) -> Emoji {
    Emoji::parse(text).unwrap()
}

fn react(by: By, message_id: MessageId, text: &str, on: bool) -> React {
    React { by, message_id, room_id: None, emoji: emoji(text), on, client_id: None }
}

async fn put(bed: &Bed, by: By, message_id: MessageId, text: &str) -> Result<Done> {
    bed.store.write(react(by, message_id, text, true)).await
}

async fn take(bed: &Bed, by: By, message_id: MessageId, text: &str) -> Result<Done> {
    bed.store.write(react(by, message_id, text, false)).await
}

async fn page(bed: &Bed, by: By, room_id: RoomId) -> Page {
    bed.store.read(PageOf { user_id: by.user_id, room_id, at: At::End, limit: 50 }).await.unwrap()
}

/// What stands under a message: each emoji with its count and the names beside it.
fn under(message: &Message) -> Vec<(&str, u32, Vec<&str>)> {
    fn names(reaction: &Reaction) -> Vec<&str> {
        reaction.users.iter().map(|user| &*user.display_name).collect()
    }
    message.reactions.iter().map(|reaction| (&*reaction.emoji, reaction.count, names(reaction))).collect()
}

#[actix::test]
async fn an_emoji_is_put_once_and_taken_once_and_each_takes_a_number() {
    let mut bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room = bed.room(ali, &[vali]).await;
    let posted = bed.post(ali, room, "salom").await.unwrap();
    let id = posted.message_id;
    let mut last = posted.seq;
    for (on, changes) in [(false, false), (true, true), (true, false), (false, true), (false, false)] {
        let done = bed.store.write(react(vali, id, "👍", on)).await.unwrap();
        last += i64::from(changes);
        assert_eq!((done.seq, done.repeated), (last, !changes), "{on}");
    }
    let told: Vec<_> = bed
        .told_of_rooms()
        .await
        .into_iter()
        .filter_map(|event| match event.change {
            Change::Reacted { user_id, emoji, on } => {
                Some((event.seq, user_id, emoji.as_str(), on, event.message.reactions.len()))
            }
            _ => None,
        })
        .collect();
    let (user, first) = (vali.user_id, posted.seq + 1);
    assert_eq!(told, [(first, user, "👍", true, 1), (first + 1, user, "👍", false, 0)]);
}

#[actix::test]
async fn a_heart_is_one_however_it_is_written() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    let id = bed.post(ali, room, "salom").await.unwrap().message_id;
    assert!(!put(&bed, ali, id, "❤").await.unwrap().repeated);
    assert!(put(&bed, ali, id, "❤\u{fe0f}").await.unwrap().repeated);
    assert_eq!(under(&page(&bed, ali, room).await.messages[1]), [("❤\u{fe0f}", 1, vec!["ali"])]);
}

#[actix::test]
async fn only_members_react_and_only_under_what_people_wrote_and_is_there() {
    let bed = Bed::new();
    let (ali, vali, gani) = (bed.person("ali").await, bed.person("vali").await, bed.person("gani").await);
    let room = bed.room(ali, &[vali]).await;
    let id = bed.post(ali, room, "salom").await.unwrap().message_id;
    let refused = async |by, id| put(&bed, by, id, "👍").await.unwrap_err().code();
    assert_eq!(refused(gani, id).await, Code::NotFound);
    assert_eq!(refused(ali, MessageId(999)).await, Code::NotFound);
    let elsewhere = React { room_id: Some(bed.room(vali, &[]).await), ..react(vali, id, "👍", true) };
    assert_eq!(bed.store.write(elsewhere).await.unwrap_err().code(), Code::NotFound);
    let system = page(&bed, ali, room).await.messages[0].id;
    assert_eq!(refused(ali, system).await, Code::Forbidden);
    put(&bed, vali, id, "👍").await.unwrap();
    bed.store.write(LeaveRoom { by: vali, room_id: room, delete_if_last: false, client_id: None }).await.unwrap();
    assert_eq!(take(&bed, vali, id, "👍").await.unwrap_err().code(), Code::NotFound, "not a member any more");
    let archive = format!("UPDATE rooms SET state = 'archived' WHERE id = {room}");
    bed.store.write(Statement::new(&archive, Then::Succeed)).await.unwrap();
    assert_eq!(refused(ali, id).await, Code::Forbidden);
}

#[actix::test]
async fn what_stands_under_a_message_goes_with_it() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room = bed.room(ali, &[vali]).await;
    let id = bed.post(ali, room, "salom").await.unwrap().message_id;
    put(&bed, vali, id, "👍").await.unwrap();
    bed.delete(ali, id).await.unwrap();
    assert_eq!(bed.store.read(Number::of("SELECT count(*) FROM reactions")).await.unwrap(), 0);
    for on in [true, false] {
        let late = bed.store.write(react(vali, id, "👍", on)).await;
        assert_eq!(late.unwrap_err().code(), Code::NotFound, "nothing comes back under a tombstone");
    }
}

#[actix::test]
async fn an_edit_leaves_what_stands_under_a_message() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    let id = bed.post(ali, room, "salom").await.unwrap().message_id;
    put(&bed, ali, id, "👍").await.unwrap();
    bed.edit(ali, id, "boshqa").await.unwrap();
    assert_eq!(under(&page(&bed, ali, room).await.messages[1]), [("👍", 1, vec!["ali"])]);
}

#[actix::test]
async fn a_message_takes_so_many_different_emoji_and_no_more() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room = bed.room(ali, &[vali]).await;
    let id = bed.post(ali, room, "salom").await.unwrap().message_id;
    let faces = (0x1F600..0x1F600 + REACTIONS_OF_MESSAGE).filter_map(char::from_u32);
    let all: Vec<String> = faces.map(String::from).collect();
    for text in &all {
        put(&bed, ali, id, text).await.unwrap();
    }
    assert_eq!(put(&bed, vali, id, "👍").await.unwrap_err().code(), Code::Forbidden);
    assert!(!put(&bed, vali, id, &all[0]).await.unwrap().repeated, "what is there already takes more people");
    assert!(put(&bed, vali, id, &all[0]).await.unwrap().repeated);
    take(&bed, ali, id, &all[1]).await.unwrap();
    put(&bed, vali, id, "👍").await.unwrap();
}

#[actix::test]
async fn emoji_stand_in_the_order_of_first_use_with_the_first_three_names_and_each_reader_s_own() {
    let bed = Bed::new();
    let mut people = Vec::new();
    for name in ["ali", "bek", "gani", "dil"] {
        people.push(bed.person(name).await);
    }
    let room = bed.room(people[0], &people[1..]).await;
    let posted = bed.post(people[0], room, "salom").await.unwrap();
    let id = posted.message_id;
    for (who, text) in [(3, "🙏"), (2, "👍"), (3, "👍"), (0, "👍"), (1, "👍")] {
        bed.pass(1);
        put(&bed, people[who], id, text).await.unwrap();
    }
    let expected = [("🙏", 1, vec!["dil"]), ("👍", 4, vec!["gani", "dil", "ali"])];
    for (who, mine) in [(0, vec!["👍"]), (3, vec!["🙏", "👍"])] {
        let page = page(&bed, people[who], room).await;
        assert_eq!(under(page.messages.last().unwrap()), expected);
        assert_eq!(page.mine[&id], mine);
        let Changes::Items { messages, mine: missed, .. } = bed.changes(people[who], room, posted.seq).await else {
            panic!("a few changes are no reset")
        };
        assert_eq!((under(&messages[0]), &missed[&id]), (expected.to_vec(), &page.mine[&id]));
    }
    take(&bed, people[3], id, "🙏").await.unwrap();
    let page = page(&bed, people[1], room).await;
    assert_eq!(under(page.messages.last().unwrap()).len(), 1);
    assert_eq!(page.mine[&id], ["👍"]);
}

#[actix::test]
async fn an_emoji_keeps_its_place_when_the_first_takes_theirs_back_and_loses_it_with_the_last() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room = bed.room(ali, &[vali]).await;
    let id = bed.post(ali, room, "salom").await.unwrap().message_id;
    for (by, text) in [(ali, "🔥"), (ali, "👍"), (vali, "🔥")] {
        bed.pass(1);
        put(&bed, by, id, text).await.unwrap();
    }
    let order = async || {
        let reactors = bed.store.read(ReactorsOf { user_id: ali.user_id, message_id: id }).await.unwrap();
        reactors.into_iter().map(|one| (one.emoji, one.count)).collect::<Vec<_>>()
    };
    let is = |all: &[(&str, u32)]| all.iter().map(|(emoji, count)| ((*emoji).to_owned(), *count)).collect::<Vec<_>>();
    assert_eq!(order().await, is(&[("🔥", 2), ("👍", 1)]));
    take(&bed, ali, id, "🔥").await.unwrap();
    assert_eq!(order().await, is(&[("🔥", 1), ("👍", 1)]));
    bed.pass(1);
    put(&bed, ali, id, "🔥").await.unwrap();
    take(&bed, ali, id, "🔥").await.unwrap();
    assert_eq!(order().await, is(&[("🔥", 1), ("👍", 1)]), "nor by who came later");
    take(&bed, vali, id, "🔥").await.unwrap();
    bed.pass(1);
    put(&bed, vali, id, "🔥").await.unwrap();
    assert_eq!(order().await, is(&[("👍", 1), ("🔥", 1)]), "it is there anew");
}

#[actix::test]
async fn many_at_once_are_counted_once_each() {
    let bed = Bed::new();
    let mut people = Vec::new();
    for n in 0..12 {
        people.push(bed.person(&format!("person{n}")).await);
    }
    let room = bed.room(people[0], &people[1..]).await;
    let posted = bed.post(people[0], room, "salom").await.unwrap();
    let writes = people.iter().flat_map(|by| {
        let write = |on| bed.store.write(react(*by, posted.message_id, "🔥", on));
        [write(true), write(true), write(false), write(true)]
    });
    let mut numbers: Vec<_> = join_all(writes).await.into_iter().map(Result::unwrap).collect();
    numbers.retain(|done| !done.repeated);
    let mut numbers: Vec<_> = numbers.into_iter().map(|done| done.seq).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (posted.seq + 1..=posted.seq + 36).collect::<Vec<_>>());
    let page = page(&bed, people[0], room).await;
    let message = page.messages.last().unwrap();
    assert_eq!((message.reactions[0].count, message.reactions[0].users.len()), (12, 3));
}

#[actix::test]
async fn a_reaction_under_a_used_client_id_is_a_repeat_or_refused() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    let id = bed.post(ali, room, "salom").await.unwrap().message_id;
    let named = React { client_id: Some(client_id()), ..react(ali, id, "👍", true) };
    let first = bed.store.write(named).await.unwrap();
    take(&bed, ali, id, "👍").await.unwrap();
    let again = bed.store.write(named).await.unwrap();
    assert_eq!((again.seq, again.repeated), (first.seq, true));
    assert!(page(&bed, ali, room).await.messages[1].reactions.is_empty(), "a repeat changes nothing");
    let edit = EditMessage { by: ali, message_id: id, room_id: None, body: body("x"), client_id: named.client_id };
    assert_eq!(bed.store.write(edit).await.unwrap_err().code(), Code::ClientIdReused);
}

#[actix::test]
async fn a_list_of_rooms_does_not_ask_what_stands_under_messages() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    let id = bed.post(ali, room, "salom").await.unwrap().message_id;
    put(&bed, ali, id, "👍").await.unwrap();
    let rooms = bed.store.read(MyRooms { user_id: ali.user_id }).await.unwrap();
    let last = rooms[0].last.as_ref().unwrap();
    assert_eq!((last.id, last.reactions.len()), (id, 0));
}
