//! Back-pressure on one socket: while too many of its commands wait for their answer, its stream is not read.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    task::{Context, Poll, Waker},
};

use crate::limits::COMMANDS_IN_FLIGHT;

/// Shared by a session and the stream that feeds it, on one thread.
#[derive(Clone, Default)]
pub struct Gate(Rc<State>);

#[derive(Default)]
struct State {
    waiting: Cell<usize>,
    reader: RefCell<Option<Waker>>,
}

/// What waits takes so many places; they are given back on drop.
pub(super) struct Places(Rc<State>, usize);

impl Gate {
    /// Ready while another command may be read.
    pub fn poll_open(&self, task: &Context<'_>) -> Poll<()> {
        if self.0.waiting.get() < COMMANDS_IN_FLIGHT {
            return Poll::Ready(());
        }
        *self.0.reader.borrow_mut() = Some(task.waker().clone());
        Poll::Pending
    }

    /// One command waits.
    pub(super) fn enter(&self) -> Places {
        self.take(1)
    }

    /// Nothing more is read until this is dropped.
    pub(super) fn close(&self) -> Places {
        self.take(COMMANDS_IN_FLIGHT)
    }

    fn take(&self, places: usize) -> Places {
        self.0.waiting.set(self.0.waiting.get() + places);
        Places(self.0.clone(), places)
    }
}

impl Drop for Places {
    fn drop(&mut self) {
        self.0.waiting.set(self.0.waiting.get().saturating_sub(self.1));
        if let Some(reader) = self.0.reader.borrow_mut().take() {
            reader.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_closes_at_the_limit_and_opens_when_a_command_is_answered() {
        let gate = Gate::default();
        let task = Context::from_waker(Waker::noop());
        let mut places: Vec<_> = (0..COMMANDS_IN_FLIGHT).map(|_| gate.enter()).collect();
        assert!(gate.poll_open(&task).is_pending());
        places.pop();
        assert!(gate.poll_open(&task).is_ready());
    }
}
