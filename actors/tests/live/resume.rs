//! Coming back: the final state of everything that changed, once, before anything live; or `reset`.

use std::collections::{BTreeMap, BTreeSet};

use actors::{
    domain::{Body, DeleteType, Emoji},
    ids::{MessageId, Seq},
    limits::{CHANGES_BYTES, OUTBOX_BYTES},
    store::messages::{DeleteMessage, EditMessage, React},
};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use serde_json::{Value, json};

use super::{
    peer::Peer,
    world::{Person, World},
};

/// A client's picture of a room: what frames told it, by message.
#[derive(Default)]
struct Picture {
    texts: BTreeMap<i64, Option<String>>,
    /// What I put under messages.
    mine: BTreeSet<i64>,
    at: Seq,
}

impl Picture {
    /// Takes a frame in; every live number must follow the last.
    fn take(&mut self, frame: &Value) {
        let live = |picture: &mut Self| {
            let seq = frame["seq"].as_i64().unwrap();
            assert_eq!(seq, picture.at + 1, "no number skipped or repeated: {frame}");
            picture.at = seq;
        };
        let id = frame["message_id"].as_i64();
        match frame["type"].as_str().unwrap() {
            "chat_message" | "message_edited" => {
                live(self);
                self.texts.insert(id.unwrap(), frame["message"].as_str().map(Into::into));
            }
            "message_deleted" => {
                live(self);
                self.texts.insert(id.unwrap(), None);
                self.mine.remove(&id.unwrap());
            }
            "reaction" => {
                live(self);
                self.has_mine(id.unwrap(), frame["on"] == true);
            }
            "changes" => {
                assert_eq!(frame["from"].as_i64().unwrap(), self.at);
                let (mut seen, mut last) = (Vec::new(), self.at);
                for item in frame["items"].as_array().unwrap() {
                    let (id, changed) = (item["message_id"].as_i64().unwrap(), item["changed_seq"].as_i64().unwrap());
                    assert!(changed > last && !seen.contains(&id), "each once, in order");
                    (last, _) = (changed, seen.push(id));
                    let text = item["message"].as_str().map(Into::into);
                    self.texts.insert(id, text.filter(|_| item["deleted"] == false));
                    self.has_mine(id, item["mine"] == json!(["👍"]));
                }
                self.at = frame["to"].as_i64().unwrap();
                assert!(last <= self.at);
            }
            _ => {}
        }
    }

    fn has_mine(&mut self, id: i64, on: bool) {
        if on {
            self.mine.insert(id)
        } else {
            self.mine.remove(&id)
        };
    }
}

/// One random change of a room.
#[derive(Clone, Debug)]
enum Step {
    Post,
    Edit(prop::sample::Index),
    React(prop::sample::Index),
    Delete(prop::sample::Index),
    Leave,
    Return,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => Just(Step::Post),
        3 => any::<prop::sample::Index>().prop_map(Step::Edit),
        3 => any::<prop::sample::Index>().prop_map(Step::React),
        2 => any::<prop::sample::Index>().prop_map(Step::Delete),
        1 => Just(Step::Leave),
        2 => Just(Step::Return),
    ];
    prop::collection::vec(step, 1..60)
}

async fn run(world: &World, ali: &Person, steps: Vec<Step>) {
    let room_id = world.room(ali, &[]).await;
    let store = &world.chat.store;
    let (mut ids, mut texts): (Vec<MessageId>, BTreeMap<i64, Option<String>>) = Default::default();
    let mut mine = BTreeSet::new();
    let mut picture = Picture::default();
    let mut peer = None;
    let steps = steps.into_iter().chain([Step::Return, Step::Post]);
    for (n, step) in steps.enumerate() {
        let by = ali.by();
        match step {
            Step::Post => {
                let done = world.post(ali, room_id, &format!("{n}")).await;
                ids.push(done.message_id);
                texts.insert(done.message_id.0, Some(format!("{n}")));
            }
            Step::Edit(at) if !ids.is_empty() => {
                let body = Body::parse(&format!("e{n}"), 10).unwrap();
                let message_id = *at.get(&ids);
                let edit = EditMessage { by, message_id, room_id: None, body, client_id: None };
                store.write(edit).await.unwrap();
                texts.insert(message_id.0, Some(format!("e{n}")));
            }
            Step::React(at) if !ids.is_empty() => {
                let message_id = *at.get(&ids);
                let on = !mine.remove(&message_id.0);
                if on {
                    mine.insert(message_id.0);
                }
                let emoji = Emoji::parse("👍").unwrap();
                store.write(React { by, message_id, room_id: None, emoji, on, client_id: None }).await.unwrap();
            }
            Step::Delete(at) if !ids.is_empty() => {
                let message_id = ids.swap_remove(at.index(ids.len()));
                let delete_type = DeleteType::All;
                let delete = DeleteMessage { by, message_id, room_id: None, delete_type, client_id: None };
                store.write(delete).await.unwrap();
                texts.insert(message_id.0, None);
                mine.remove(&message_id.0);
            }
            Step::Edit(_) | Step::React(_) | Step::Delete(_) => {}
            Step::Leave => peer = None,
            Step::Return if peer.is_none() => {
                peer = Some(Peer::come(world, ali, room_id, Some(picture.at)).await.unwrap());
            }
            Step::Return => {}
        }
        if let Some(peer) = &mut peer {
            // What the socket has by now, however much that is: it may be cut off anywhere.
            peer.settle().await.iter().for_each(|frame| picture.take(frame));
        }
    }
    let last = ids.last().unwrap().0;
    let peer = peer.as_mut().unwrap();
    while !picture.texts.contains_key(&last) {
        let frame = peer.next().await.expect("the last message");
        picture.take(&frame);
    }
    // Of what was born and erased while the client was away it may know nothing; all else it knows as it is.
    for (id, text) in &texts {
        assert_eq!(picture.texts.get(id).unwrap_or(&None), text, "message {id}");
    }
    assert_eq!(picture.mine, mine);
}

#[actix::test]
async fn a_return_at_any_moment_gives_each_change_once_and_skips_none() {
    let world = World::new().await;
    let ali = world.person("ali").await;
    let mut runner = TestRunner::default();
    for _ in 0..24 {
        let case = steps().new_tree(&mut runner).unwrap().current();
        println!("{case:?}");
        run(&world, &ali, case).await;
    }
}

#[actix::test]
async fn a_client_with_nothing_missed_is_live_at_once() {
    let world = World::new().await;
    let ali = world.person("ali").await;
    let room = world.room(&ali, &[]).await;
    let done = world.post(&ali, room, "bir").await;
    let mut peer = Peer::come(&world, &ali, room, Some(done.seq)).await.unwrap();
    assert_eq!(peer.until("ready").await["seq"], json!(done.seq));
    world.post(&ali, room, "ikki").await;
    assert_eq!(peer.next().await.unwrap()["message"], "ikki");
}

#[actix::test]
async fn a_client_too_far_behind_or_from_another_life_is_reset() {
    let world = World::new().await;
    let ali = world.person("ali").await;
    let room = world.room(&ali, &[]).await;
    let writes: Vec<_> = (0..1_001).map(|n| world.post_later(&ali, room, &n.to_string())).collect();
    futures_util::future::join_all(writes).await;
    for after in [0, 5_000] {
        let mut peer = Peer::come(&world, &ali, room, Some(after)).await.unwrap();
        let reset = peer.until("reset").await;
        assert_eq!(reset["seq"], json!(1_002));
    }
    let mut peer = Peer::come(&world, &ali, room, Some(2)).await.unwrap();
    let mut items = 0;
    let mut at = 2;
    while at < 1_002 {
        let changes = peer.until("changes").await;
        assert_eq!(changes["from"], json!(at));
        let page = changes["items"].as_array().unwrap().len();
        assert!(page <= 200);
        items += page;
        at = changes["to"].as_i64().unwrap();
    }
    assert_eq!(items, 1_000);
}

#[actix::test]
async fn a_catch_up_of_more_bytes_than_may_wait_is_a_reset_and_a_smaller_one_comes_in_small_frames() {
    let world = World::new().await;
    let ali = world.person("ali").await;
    let room = world.room(&ali, &[]).await;
    let text = "\"".repeat(9_000);
    let small = CHANGES_BYTES * 2 / text.len();
    for _ in 0..small {
        world.post(&ali, room, &text).await;
    }
    let mut peer = Peer::come(&world, &ali, room, Some(1)).await.unwrap();
    let (mut at, mut frames) = (1, 0);
    while at < small as i64 + 1 {
        let changes = peer.until("changes").await;
        assert!(changes.to_string().len() < CHANGES_BYTES * 3, "a frame a slow reader can take");
        (at, frames) = (changes["to"].as_i64().unwrap(), frames + 1);
    }
    assert!(frames > 1);
    for _ in 0..OUTBOX_BYTES / text.len() {
        world.post(&ali, room, &text).await;
    }
    let mut peer = Peer::come(&world, &ali, room, Some(1)).await.unwrap();
    peer.until("ready").await;
    assert_eq!(peer.next().await.unwrap()["type"], "reset");
}

#[actix::test]
async fn a_stranger_who_views_a_room_does_not_start_it() {
    let world = World::here().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let (secret, own) = (world.room(&ali, &[]).await, world.room(&bek, &[]).await);
    world.until_rooms(0).await;
    let mut peer = Peer::enter(&world, &bek, own).await;
    for room_id in [secret.0, 12_345] {
        peer.say(json!({"type": "view", "room_id": room_id}));
        assert_eq!(peer.until("error").await["code"], "not_found");
    }
    assert_eq!(world.chat.metrics.rooms.get(), 1);
    assert_eq!(world.chat.metrics.rooms_replaced.get(), 0);
}

#[actix::test]
async fn switching_rooms_ends_the_frames_of_the_old_one_before_ready() {
    let world = World::new().await;
    let ali = world.person("ali").await;
    let (one, two) = (world.room(&ali, &[]).await, world.room(&ali, &[]).await);
    let mut peer = Peer::enter(&world, &ali, one).await;
    peer.say(json!({"type": "view", "room_id": two, "after": 1}));
    loop {
        let ready = peer.until("ready").await;
        if ready["room_id"] == json!(two) {
            break;
        }
    }
    world.post(&ali, one, "eski").await;
    world.post(&ali, two, "yangi").await;
    loop {
        let frame = peer.next().await.unwrap();
        match frame["type"].as_str().unwrap() {
            "chat_message" => {
                assert_eq!((&frame["room_id"], &frame["message"]), (&json!(two), &json!("yangi")));
                break;
            }
            kind => assert_eq!((kind, &frame["room_id"]), ("room_activity", &json!(one))),
        }
    }
    peer.say(json!({"type": "view", "room_id": 999}));
    assert_eq!(peer.until("error").await["code"], "not_found");
    assert!(!peer.is_gone(), "a client that switches keeps its socket");
}
