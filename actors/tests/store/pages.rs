//! Pages of history, and what a message on them carries.

use actors::{
    Code,
    domain::DeleteType,
    ids::{RoomId, Seq, UserId},
    limits::{MENTIONS_MAX, PAGE_MAX, QUOTE_CHARS},
    message::Message,
    store::messages::{At, DeleteMessage, MessageOf, Page, PageOf, PostMessage},
};

use crate::bed::{Bed, file, post};

async fn page(bed: &Bed, user_id: UserId, room_id: RoomId, at: At, limit: u32) -> Page {
    bed.store.read(PageOf { user_id, room_id, at, limit }).await.unwrap()
}

fn numbers(page: &Page) -> (Vec<Seq>, bool, bool) {
    (page.messages.iter().map(|message| message.seq).collect(), page.older, page.newer)
}

#[actix::test]
async fn a_page_lies_where_it_is_asked_for_and_says_what_is_beyond() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let (room, me) = (bed.room(ali, &[]).await, ali.user_id);
    let mut ids = Vec::new();
    for n in 2..=12 {
        ids.push(bed.post(ali, room, &n.to_string()).await.unwrap().message_id);
    }
    // Births 5 and 12 are gone: 1 2 3 4 6 7 8 9 10 11 are left.
    bed.delete(ali, ids[3]).await.unwrap();
    bed.delete(ali, ids[10]).await.unwrap();
    for (at, limit, expected) in [
        (At::End, 3, (vec![9, 10, 11], true, false)),
        (At::End, 10, (vec![1, 2, 3, 4, 6, 7, 8, 9, 10, 11], false, false)),
        (At::Before(6), 2, (vec![3, 4], true, true)),
        (At::Before(3), 2, (vec![1, 2], false, true)),
        (At::Before(1), 2, (vec![], false, true)),
        (At::Before(12), 2, (vec![10, 11], true, false)),
        (At::After(4), 2, (vec![6, 7], true, true)),
        (At::After(9), 2, (vec![10, 11], true, false)),
        (At::After(11), 2, (vec![], true, false)),
        (At::After(0), 2, (vec![1, 2], false, true)),
        (At::Around(6), 4, (vec![3, 4, 6, 7], true, true)),
        (At::Around(5), 3, (vec![4, 6, 7], true, true)),
        (At::Around(11), 4, (vec![9, 10, 11], true, false)),
        (At::Around(1), 4, (vec![1, 2], false, true)),
    ] {
        let page = page(&bed, me, room, at, limit).await;
        assert_eq!(numbers(&page), expected, "{at:?}");
        assert_eq!(page.seq, 14);
    }
}

#[actix::test]
async fn a_page_has_its_limit_and_is_for_members_alone() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room_id = bed.room(ali, &[]).await;
    let posts = (0..i64::from(PAGE_MAX) + 5).map(|n| bed.store.write(post(ali, room_id, &n.to_string())));
    assert!(futures_util::future::join_all(posts).await.iter().all(Result::is_ok));
    let full = page(&bed, ali.user_id, room_id, At::End, u32::MAX).await;
    assert_eq!((full.messages.len(), full.older), (PAGE_MAX as usize, true));
    let question = PageOf { user_id: vali.user_id, room_id, at: At::End, limit: 1 };
    assert_eq!(bed.store.read(question).await.unwrap_err().code(), Code::NotFound);
    let absent = PageOf { user_id: ali.user_id, room_id: RoomId(999), at: At::End, limit: 1 };
    assert_eq!(bed.store.read(absent).await.unwrap_err().code(), Code::NotFound);
    let message_id = full.messages[0].id;
    let of = |by: actors::store::By| bed.store.read(MessageOf { user_id: by.user_id, message_id });
    assert_eq!(of(ali).await.unwrap().unwrap(), full.messages[0]);
    assert_eq!(of(vali).await.unwrap(), None);
}

/// The newest message of the room.
async fn newest(bed: &Bed, by: actors::store::By, room: RoomId) -> Message {
    page(bed, by.user_id, room, At::End, 1).await.messages.pop().unwrap()
}

#[actix::test]
async fn a_quote_follows_its_parent_and_outlives_it() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let (room, other_room) = (bed.room(ali, &[]).await, bed.room(ali, &[]).await);
    let parent = bed.post(ali, room, &"ў".repeat(QUOTE_CHARS + 1)).await.unwrap();
    let mut reply = post(ali, room, "reply");
    reply.reply_to = Some(parent.message_id);
    bed.store.write(reply.clone()).await.unwrap();
    let quote = newest(&bed, ali, room).await.quote.unwrap();
    assert_eq!((quote.id, quote.seq, quote.deleted), (parent.message_id, parent.seq, false));
    assert_eq!(quote.excerpt, Some("ў".repeat(QUOTE_CHARS)));
    let edit = bed.edit(ali, parent.message_id, "short").await.unwrap();
    let quote = newest(&bed, ali, room).await.quote.unwrap();
    assert_eq!((quote.excerpt.as_deref(), quote.changed_seq), (Some("short"), edit.seq));
    bed.delete(ali, parent.message_id).await.unwrap();
    let quote = newest(&bed, ali, room).await.quote.unwrap();
    assert_eq!((quote.id, quote.deleted, quote.excerpt), (parent.message_id, true, None));
    assert!(bed.store.write(reply.clone()).await.is_ok(), "a deleted parent is allowed");
    reply.room_id = other_room;
    assert_eq!(bed.store.write(reply).await.unwrap_err().code(), Code::BadReply);
}

#[actix::test]
async fn a_text_names_the_members_of_its_moment_in_any_case_and_an_edit_tells_who_is_named_otherwise() {
    let mut bed = Bed::new();
    let (ali, vali, gani) = (bed.person("Ali").await, bed.person("Vali").await, bed.person("Gani").await);
    let room = bed.room(ali, &[vali]).await;
    let done = bed.post(ali, room, "@ALI and @vali, @gani, @nobody, ali@vali").await.unwrap();
    let named = |message: &Message| message.mentions.iter().map(|m| m.user_id).collect::<Vec<_>>();
    assert_eq!(named(&newest(&bed, ali, room).await), [ali.user_id, vali.user_id]);
    bed.store.write(actors::store::members::JoinRoom { by: gani, room_id: room, client_id: None }).await.unwrap();
    bed.told_of_rooms().await;
    bed.edit(ali, done.message_id, "@vali and @gani").await.unwrap();
    let event = bed.told_of_rooms().await.pop().unwrap();
    assert_eq!(named(&event.message), [vali.user_id, gani.user_id]);
    let actors::event::Change::Edited { named, unnamed } = event.change else { panic!() };
    assert_eq!((named, unnamed), (vec![gani.user_id], vec![ali.user_id]));
}

#[actix::test]
async fn so_many_names_of_a_text_are_looked_up() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room = bed.room(ali, &[vali]).await;
    let others: Vec<String> = (0..MENTIONS_MAX - 1).map(|n| format!("@nobody{n}")).collect();
    bed.post(ali, room, &format!("{} @ali @ali @vali", others.join(" "))).await.unwrap();
    let named = newest(&bed, ali, room).await.mentions;
    assert_eq!(named.iter().map(|mention| mention.user_id).collect::<Vec<_>>(), [ali.user_id]);
}

#[actix::test]
async fn erasing_a_part_keeps_the_other_and_erasing_the_last_part_is_erasing_all() {
    let mut bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    let delete = |message_id, delete_type| {
        bed.store.write(DeleteMessage { by: ali, message_id, room_id: None, delete_type, client_id: None })
    };
    let words = bed.post(ali, room, "words").await.unwrap();
    assert_eq!(delete(words.message_id, DeleteType::File).await.unwrap_err().code(), Code::NothingToDelete);
    let with_file = |text| bed.store.write(PostMessage { files: vec![file("a.bin", 1)], ..post(ali, room, text) });
    let text = with_file("text").await.unwrap();
    let both = with_file("text and file").await.unwrap();
    assert_eq!(newest(&bed, ali, room).await.files[0].size, 5);
    delete(both.message_id, DeleteType::Text).await.unwrap();
    let message = newest(&bed, ali, room).await;
    assert_eq!((message.content, message.files.len(), message.deleted), (None, 1, false));
    let again = delete(both.message_id, DeleteType::Text).await.unwrap();
    assert!(again.repeated && again.seq == message.changed_seq, "what is gone takes no number");
    delete(text.message_id, DeleteType::File).await.unwrap();
    delete(text.message_id, DeleteType::Text).await.unwrap();
    delete(both.message_id, DeleteType::File).await.unwrap();
    let told = bed.told_of_rooms().await;
    let ends: Vec<_> = told
        .iter()
        .filter_map(|event| match event.change {
            actors::event::Change::Deleted { what, .. } => Some((what, event.message.deleted)),
            _ => None,
        })
        .collect();
    let expected =
        [(DeleteType::Text, false), (DeleteType::File, false), (DeleteType::All, true), (DeleteType::All, true)];
    assert_eq!(ends, expected);
    for table in ["attachments", "mentions", "message_search WHERE message_search MATCH 'text'"] {
        let left = bed.store.read(crate::gate::Number(format!("SELECT count(*) FROM {table}"))).await.unwrap();
        assert_eq!(left, 0, "{table}");
    }
}
