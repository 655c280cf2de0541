//! Coming back: whatever was missed is told once, in its final state.

use std::collections::BTreeMap;

use actors::{
    Code,
    ids::{MessageId, Seq},
    limits::CHANGES_MAX,
    store::messages::{Changes, ChangesSince},
};
use proptest::{collection::vec, prelude::*, sample::Index};

use crate::bed::{Bed, post};

#[derive(Clone, Debug)]
enum Step {
    Post(String),
    Reply(Index, String),
    Edit(Index, String),
    Delete(Index),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let text = "[a-z@' ]{0,8}x";
    let step = prop_oneof![
        4 => text.prop_map(Step::Post),
        1 => (any::<Index>(), text).prop_map(|(of, text)| Step::Reply(of, text)),
        3 => (any::<Index>(), text).prop_map(|(of, text)| Step::Edit(of, text)),
        2 => any::<Index>().prop_map(Step::Delete),
    ];
    vec(step, 1..40)
}

/// What somebody who saw everything knows of a message.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    changed: Seq,
    text: Option<String>,
}

/// Takes one step; what it changed, if anything.
async fn take(
    bed: &Bed,
    by: actors::store::By,
    room: actors::ids::RoomId,
    step: &Step,
    ids: &mut Vec<MessageId>,
) -> Option<(MessageId, Known)> {
    let (done, text) = match step {
        Step::Post(text) => (bed.post(by, room, text).await.unwrap(), Some(text)),
        Step::Reply(of, text) if !ids.is_empty() => {
            let mut reply = post(by, room, text);
            reply.reply_to = Some(*of.get(ids));
            (bed.store.write(reply).await.unwrap(), Some(text))
        }
        Step::Edit(of, text) if !ids.is_empty() => match bed.edit(by, *of.get(ids), text).await {
            Ok(done) => (done, Some(text)),
            Err(refused) => {
                assert_eq!(refused.code(), Code::NotFound, "it was deleted before");
                return None;
            }
        },
        Step::Delete(of) if !ids.is_empty() => (bed.delete(by, *of.get(ids)).await.unwrap(), None),
        _ => return None,
    };
    if !ids.contains(&done.message_id) {
        ids.push(done.message_id);
    }
    (!done.repeated)
        .then(|| (done.message_id, Known { changed: done.seq, text: text.map(|text| text.trim().to_owned()) }))
}

async fn every_way_back_is_whole(steps: Vec<Step>, from: Index) {
    let mut bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    let (mut ids, mut known, mut last) = (Vec::new(), BTreeMap::new(), 1);
    for step in &steps {
        if let Some((id, now)) = take(&bed, ali, room, step, &mut ids).await {
            last += 1;
            assert_eq!(now.changed, last, "no number is skipped or repeated");
            known.insert(id, now);
        }
    }
    let after = i64::try_from(from.index(usize::try_from(last).unwrap())).unwrap() + 1;
    let Changes::Items { messages, to, .. } = bed.changes(ali, room, after).await else { panic!("not far behind") };
    assert_eq!(to, last);
    assert!(messages.is_sorted_by(|a, b| a.changed_seq < b.changed_seq));
    let told: BTreeMap<_, _> = messages
        .into_iter()
        .map(|message| {
            assert_eq!(message.deleted, message.content.is_none());
            (message.id, Known { changed: message.changed_seq, text: message.content })
        })
        .collect();
    known.retain(|_, now| now.changed > after);
    assert_eq!(told, known);
    let live = bed.told_of_rooms().await;
    assert!(live.iter().map(|event| event.seq).eq(1..=last), "those who stayed saw the same numbers");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn resuming_from_anywhere_tells_each_changed_message_once_as_it_is_now(steps in steps(), from: Index) {
        actix::System::new().block_on(every_way_back_is_whole(steps, from));
    }
}

#[actix::test]
async fn who_is_too_far_behind_or_from_another_life_starts_anew() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room_id = bed.room(ali, &[]).await;
    let posts = (0..CHANGES_MAX).map(|n| bed.store.write(post(ali, room_id, &n.to_string())));
    assert!(futures_util::future::join_all(posts).await.iter().all(Result::is_ok));
    let Changes::Items { messages, to, .. } = bed.changes(ali, room_id, 1).await else { panic!("just near enough") };
    assert_eq!((messages.len() as i64, to), (CHANGES_MAX, CHANGES_MAX + 1));
    for after in [0, to + 1, -1] {
        assert!(matches!(bed.changes(ali, room_id, after).await, Changes::Reset { seq } if seq == to), "{after}");
    }
    assert!(matches!(bed.changes(ali, room_id, to).await, Changes::Items { messages, .. } if messages.is_empty()));
    let stranger = bed.store.read(ChangesSince { user_id: vali.user_id, room_id, after: 0 }).await;
    assert_eq!(stranger.unwrap_err().code(), Code::NotFound);
}
