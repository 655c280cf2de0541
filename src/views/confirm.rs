//! "Are you sure?": a page of its own, so that it works without scripts.

use actors::domain::Language;
use serde::Serialize;

use super::{RoomHead, View};
use crate::i18n;

/// A question before something that cannot be undone. Its form posts to the same address with `confirm`.
#[derive(Clone, Debug, Serialize)]
pub struct ConfirmPage {
    /// The room it is about.
    pub room: RoomHead,
    /// The address that the form posts to.
    pub action: String,
    /// The value of `confirm` that says yes to this question and no other.
    pub answer: &'static str,
    /// Where whoever says no goes.
    pub back: String,
    /// The key of the page's title and its button.
    pub title: &'static str,
    /// The key of the question.
    pub question: &'static str,
    /// The key of what else to know.
    pub hint: Option<&'static str>,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Leave the room.
    Leave,
    /// Leave it as its last member, which deletes it.
    LeaveLast,
    /// Delete it.
    Delete,
}

impl View for ConfirmPage {
    const TEMPLATE: &'static str = "confirm";

    fn title(&self, language: Language) -> String {
        i18n::text(language, self.title)
    }
}

impl ConfirmPage {
    /// The page that asks.
    #[must_use]
    pub fn new(question: Question, room: RoomHead) -> Self {
        let id = room.id;
        let (title, words, hint, action) = match question {
            Question::Leave if room.private => {
                ("room-leave", "room-leave-confirm", Some("room-leave-hint"), format!("/room/{id}/leave/"))
            }
            Question::Leave => ("room-leave", "room-leave-confirm", None, format!("/room/{id}/leave/")),
            Question::LeaveLast => {
                ("room-leave", "room-leave-confirm", Some("room-leave-last"), format!("/room/{id}/leave/"))
            }
            Question::Delete => ("room-delete", "room-delete-confirm", None, format!("/delete-room/{id}/")),
        };
        let answer = if question == Question::LeaveLast { "last" } else { "1" };
        let back = room.href.clone();
        Self { room, action, answer, back, title, question: words, hint }
    }
}
