//! The last frames of a room, for those who read the store a moment ago and are just arriving.

use std::{collections::VecDeque, sync::Arc};

use crate::{broadcast::Broadcast, ids::Seq, limits::ROOM_RING};

#[derive(Default)]
pub(super) struct Ring {
    /// Consecutive numbers.
    frames: VecDeque<(Seq, Arc<Broadcast>)>,
}

impl Ring {
    pub fn push(&mut self, seq: Seq, frame: Arc<Broadcast>) {
        if self.frames.len() == ROOM_RING {
            self.frames.pop_front();
        }
        self.frames.push_back((seq, frame));
    }

    /// The frames after `at`, or `None` when some of them are not here any more; `last` is the room's number.
    pub fn after(&self, at: Seq, last: Seq) -> Option<impl Iterator<Item = &Arc<Broadcast>>> {
        let missing = usize::try_from(last - at).ok()?;
        let skip = self.frames.len().checked_sub(missing)?;
        Some(self.frames.iter().skip(skip).map(|(_, frame)| frame))
    }
}
