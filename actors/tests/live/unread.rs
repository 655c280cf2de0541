//! Counts of unread on many devices: each follows the frames by the rule that the page follows too, and none is ever left wrong.

use std::collections::{BTreeMap, BTreeSet};

use actors::{
    domain::{Body, DeleteType, Language},
    ids::{MessageId, RoomId, Seq, UserId},
    limits::{EPHEMERAL_EVERY, UNREAD_MAX},
    store::{
        members::{MarkRead, MemberAction, ReadState, ReadStateOf},
        messages::{DeleteMessage, EditMessage},
        rooms::RoomOf,
    },
};
use proptest::{prelude::*, sample::Index, strategy::ValueTree as _, test_runner::TestRunner};
use serde_json::{Value, json};

use super::{
    peer::{Come, Peer},
    world::{Person, World, pass},
};

/// What a device knows of how its reader stands in a room.
struct Known {
    me: UserId,
    state: ReadState,
    /// Births that were told, with their authors, and those that name me.
    births: BTreeMap<Seq, UserId>,
    named: BTreeSet<Seq>,
    /// Births that are erased, with the number as of which no count has them.
    erased: Vec<(Seq, Seq)>,
    /// A number as of which the counts must be asked for.
    needed: Seq,
}

impl Known {
    fn new(me: UserId, state: ReadState) -> Self {
        Self { me, state, births: BTreeMap::new(), named: BTreeSet::new(), erased: Vec::new(), needed: 0 }
    }

    /// Takes a state in, unless a later one is known.
    fn apply(&mut self, state: ReadState) {
        let age = |state: &ReadState| (state.as_of, state.seq, state.marks);
        if age(&state) >= age(&self.state) {
            self.state = state;
        }
    }

    fn born(&mut self, seq: Seq, author: UserId) {
        self.births.insert(seq, author);
    }

    /// Something is counted otherwise up to the birth `last`, as of `as_of`.
    fn recount(&mut self, last: Seq, as_of: Seq) {
        if last > self.state.seq {
            self.needed = self.needed.max(as_of);
        }
    }

    fn erase(&mut self, seq: Seq, as_of: Seq) {
        self.births.remove(&seq);
        self.erased.push((seq, as_of));
    }

    fn must_ask(&self) -> bool {
        let ReadState { seq, as_of, .. } = self.state;
        let may_hold = |(birth, gone): &(Seq, Seq)| (*birth..*gone).contains(&as_of) && *birth > seq;
        as_of < self.needed || self.erased.iter().any(may_hold)
    }

    /// Unread, mentions, whether marked, and the position.
    fn counts(&self) -> (u32, u32, u32, Seq) {
        let from = self.state.as_of.max(self.state.seq) + 1;
        let of_others: Vec<_> = self.births.range(from..).filter(|(_, author)| **author != self.me).collect();
        let named = of_others.iter().filter(|(seq, _)| self.named.contains(seq)).count();
        let counted = |of_state: u32, more: usize| UNREAD_MAX.min(of_state + more as u32);
        let ReadState { unread, mentions, marks, seq, .. } = self.state;
        (counted(unread, of_others.len()), counted(mentions, named), marks, seq)
    }

    fn frame(&mut self, frame: &Value) {
        let pair = |pair: &Value| (pair[0].as_i64().unwrap(), UserId(pair[1].as_i64().unwrap()));
        let list = |name: &str| frame[name].as_array().cloned().unwrap_or_default();
        let number = |name: &str| frame[name].as_i64().unwrap();
        let me = self.me;
        match frame["type"].as_str().unwrap() {
            "room_activity" => {
                for (seq, author) in list("births").iter().map(pair) {
                    self.born(seq, author);
                }
                for (seq, _) in list("named").iter().map(pair).filter(|(_, user)| *user == me) {
                    self.named.insert(seq);
                }
                for (seq, _) in list("recounted").iter().map(pair).filter(|(_, user)| *user == me) {
                    self.recount(seq, number("as_of"));
                }
                for seq in list("erased").iter().filter_map(Value::as_i64) {
                    self.erase(seq, number("as_of"));
                }
                self.recount(frame["recount"].as_i64().unwrap_or_default(), number("as_of"));
            }
            "chat_message" if frame["message_type"] != "system" => {
                let seq = frame["seq"].as_i64().unwrap();
                self.born(seq, UserId(frame["user_id"].as_i64().unwrap()));
                if frame["mentioned"].as_array().is_some_and(|users| users.contains(&json!(self.me))) {
                    self.named.insert(seq);
                }
            }
            "message_deleted" if frame["delete_type"] == "all" => self.erase(number("message_seq"), number("seq")),
            "message_edited" | "message_deleted" if list("recounted").contains(&json!(self.me)) => {
                self.recount(number("message_seq"), number("seq"));
            }
            "changes" => self.needed = self.needed.max(frame["to"].as_i64().unwrap()),
            "reset" => self.needed = self.needed.max(frame["seq"].as_i64().unwrap()),
            "read" => self.apply(ReadState {
                seq: frame["seq"].as_i64().unwrap(),
                unread: frame["unread"].as_i64().unwrap() as u32,
                mentions: frame["mentions"].as_i64().unwrap() as u32,
                marks: frame["marks"].as_i64().unwrap() as u32,
                as_of: frame["as_of"].as_i64().unwrap(),
            }),
            _ => {}
        }
    }
}

/// One page of the reader's, with its socket.
struct Device {
    peer: Peer,
    known: Known,
    /// An answer that was given and has not arrived.
    answer: Option<ReadState>,
}

/// The people, the room in question and another one.
struct Scene {
    world: World,
    me: Person,
    others: [Person; 2],
    guest: Person,
    room: RoomId,
    elsewhere: RoomId,
}

impl Scene {
    async fn new() -> Self {
        let world = World::here().await;
        let me = world.person("men").await;
        let others = [world.person("ali").await, world.person("bek").await];
        let guest = world.person("gul").await;
        let elsewhere = world.room(&me, &[]).await;
        Self { room: RoomId(0), elsewhere, world, me, others, guest }
    }

    async fn ask(&self) -> ReadState {
        self.world.chat.store.read(ReadStateOf { user_id: self.me.id, room_id: self.room }).await.unwrap()
    }

    /// Opens a page: a socket first, and then how things stand, so that nothing lies between.
    async fn open(&self, in_view: bool) -> Device {
        let room = if in_view { self.room } else { self.elsewhere };
        let come = Come { person: &self.me, room: Some(room), after: None, language: Language::Uz };
        let mut peer = Peer::arrive(&self.world, come).await.unwrap();
        peer.until("ready").await;
        Device { peer, known: Known::new(self.me.id, self.ask().await), answer: None }
    }

    /// Has a device view another room: its part of the page is read first, and how things stand after that.
    async fn switch(&self, device: &mut Device, in_view: bool) {
        let (user_id, room_id) = (self.me.id, if in_view { self.room } else { self.elsewhere });
        let page = self.world.chat.store.read(RoomOf { user_id, room_id }).await.unwrap().unwrap();
        device.known.apply(self.ask().await);
        device.peer.say(json!({ "type": "view", "room_id": room_id, "after": page.seq }));
    }

    /// Takes in what has arrived for a device.
    async fn hear(&self, device: &mut Device) -> bool {
        let frames = device.peer.settle().await;
        let room = json!(self.room);
        frames.iter().filter(|frame| frame["room_id"] == room).for_each(|frame| device.known.frame(frame));
        !frames.is_empty()
    }

    /// Lets an answer arrive, or asks when it must.
    async fn answer(&self, device: &mut Device) {
        match device.answer.take() {
            Some(state) => device.known.apply(state),
            None if device.known.must_ask() => device.answer = Some(self.ask().await),
            None => {}
        }
    }
}

#[derive(Clone, Debug)]
enum Step {
    Post {
        by: usize,
        names_me: bool,
    },
    Edit {
        message: Index,
        names_me: bool,
    },
    Delete(Index),
    /// Somebody comes in or goes: a message that nobody counts.
    Guest,
    Read {
        device: Index,
        message: Index,
    },
    Mark {
        device: Index,
        on: bool,
    },
    Switch {
        device: Index,
        in_view: bool,
    },
    Reopen {
        device: Index,
        in_view: bool,
    },
    Hear(Index),
    Answer(Index),
    /// The second is over in which births are told together.
    Second,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (at, yes) = (any::<Index>, any::<bool>);
    let step = prop_oneof![
        10 => (0..3_usize, yes()).prop_map(|(by, names_me)| Step::Post { by, names_me }),
        4 => (at(), yes()).prop_map(|(message, names_me)| Step::Edit { message, names_me }),
        4 => at().prop_map(Step::Delete),
        1 => Just(Step::Guest),
        4 => (at(), at()).prop_map(|(device, message)| Step::Read { device, message }),
        2 => (at(), yes()).prop_map(|(device, on)| Step::Mark { device, on }),
        3 => (at(), yes()).prop_map(|(device, in_view)| Step::Switch { device, in_view }),
        1 => (at(), yes()).prop_map(|(device, in_view)| Step::Reopen { device, in_view }),
        8 => at().prop_map(Step::Hear),
        6 => at().prop_map(Step::Answer),
        2 => Just(Step::Second),
    ];
    prop::collection::vec(step, 20..70)
}

/// A message of the room, by whom.
type Written = (MessageId, Seq, usize);

async fn step(scene: &Scene, step: Step, devices: &mut [Device], written: &mut Vec<Written>, guest: &mut bool) {
    let Scene { world, me, others: [ali, bek], room, .. } = scene;
    let people = [me, ali, bek];
    let store = &world.chat.store;
    let text = |names_me| if names_me { "salom @men" } else { "salom" };
    match step {
        Step::Post { by, names_me } => {
            let done = world.post(people[by], *room, text(names_me)).await;
            written.push((done.message_id, done.seq, by));
        }
        Step::Edit { message, names_me } if !written.is_empty() => {
            let &(message_id, seq, by) = message.get(written);
            let body = Body::parse(&format!("{} {seq}", text(names_me)), 100).unwrap();
            let edit = EditMessage { by: people[by].by(), message_id, room_id: None, body, client_id: None };
            store.write(edit).await.unwrap();
        }
        Step::Delete(message) if !written.is_empty() => {
            let (message_id, _, by) = written.swap_remove(message.index(written.len()));
            let (by, delete_type) = (people[by].by(), DeleteType::All);
            store.write(DeleteMessage { by, message_id, room_id: None, delete_type, client_id: None }).await.unwrap();
        }
        Step::Guest => {
            *guest = !*guest;
            let action = if *guest { MemberAction::Add } else { MemberAction::Remove };
            world.member(me, *room, &scene.guest, action).await;
        }
        Step::Read { device, message } if !written.is_empty() => {
            let seq = message.get(written).1;
            device.get(devices).peer.say(json!({ "type": "read", "room_id": room, "seq": seq }));
        }
        Step::Mark { device, on } => {
            device.get(devices).peer.say(json!({ "type": "mark_unread", "room_id": room, "on": on }));
        }
        Step::Switch { device, in_view } => {
            let at = device.index(devices.len());
            scene.switch(&mut devices[at], in_view).await;
        }
        Step::Reopen { device, in_view } => {
            let at = device.index(devices.len());
            devices[at] = scene.open(in_view).await;
        }
        Step::Hear(device) => {
            let at = device.index(devices.len());
            scene.hear(&mut devices[at]).await;
        }
        Step::Answer(device) => {
            let at = device.index(devices.len());
            scene.answer(&mut devices[at]).await;
        }
        Step::Second => pass(EPHEMERAL_EVERY).await,
        Step::Edit { .. } | Step::Delete(_) | Step::Read { .. } => {}
    }
}

async fn run(scene: &Scene, steps: Vec<Step>) {
    let mut devices = [scene.open(true).await, scene.open(false).await, scene.open(false).await];
    let (mut written, mut guest) = (Vec::new(), false);
    for one in steps {
        step(scene, one, &mut devices, &mut written, &mut guest).await;
    }
    // Whatever is on its way arrives, and what that asks for is answered.
    let mut is_quiet = false;
    while !is_quiet {
        is_quiet = true;
        for device in &mut devices {
            scene.hear(device).await;
        }
        scene.world.settle().await;
        pass(EPHEMERAL_EVERY * 2).await;
        for device in &mut devices {
            is_quiet &= !scene.hear(device).await;
            while device.answer.is_some() || device.known.must_ask() {
                scene.answer(device).await;
            }
        }
    }
    let ReadState { unread, mentions, marks, seq, .. } = scene.ask().await;
    for (n, device) in devices.iter().enumerate() {
        assert_eq!(device.known.counts(), (unread, mentions, marks, seq), "device {n}");
    }
}

#[actix::test]
async fn whatever_happens_in_whatever_order_every_device_ends_with_the_servers_counts() {
    let mut scene = Scene::new().await;
    let mut runner = TestRunner::deterministic();
    for _ in 0..48 {
        let case = steps().new_tree(&mut runner).unwrap().current();
        println!("{case:?}");
        scene.room = scene.world.room(&scene.me, &scene.others.each_ref()).await;
        run(&scene, case).await;
    }
}

#[actix::test]
async fn a_birth_that_a_page_counted_before_it_was_told_and_that_is_erased_since_is_counted_anew() {
    let mut scene = Scene::new().await;
    let [ali, bek] = scene.others.each_ref();
    scene.room = scene.world.room(&scene.me, &[ali, bek]).await;
    let room_id = scene.room;
    let _running = Peer::enter(&scene.world, ali, room_id).await;
    scene.world.post(ali, room_id, "told at once").await;
    let done = scene.world.post(ali, room_id, "@men waits for its second").await;
    let mut device = scene.open(false).await;
    assert_eq!(device.known.counts().0, 2);
    let (by, message_id, delete_type) = (ali.by(), done.message_id, DeleteType::All);
    let delete = DeleteMessage { by, message_id, room_id: None, delete_type, client_id: None };
    scene.world.chat.store.write(delete).await.unwrap();
    scene.world.settle().await;
    pass(EPHEMERAL_EVERY * 2).await;
    scene.hear(&mut device).await;
    assert!(device.known.must_ask());
    device.known.apply(scene.ask().await);
    assert_eq!(device.known.counts(), (1, 0, 0, scene.ask().await.seq));
    let read = MarkRead { by: scene.me.by(), room_id, seq: done.seq, client_id: None };
    scene.world.chat.store.write(read).await.unwrap();
    scene.world.settle().await;
    scene.hear(&mut device).await;
    assert_eq!(device.known.counts(), (0, 0, 0, done.seq));
}
