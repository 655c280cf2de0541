//! What the program lends to the actors, which know neither HTML nor words nor wire formats.

use bytes::Bytes;

use crate::{Code, clock::Millis, domain::Language, message::Message};

/// Turns facts into what a reader sees. Implemented by the program; called at most once per change and language in use.
pub trait Presenter: Send + Sync + 'static {
    /// The bubble of a message: the same markup for every reader of one language, on pages and in frames.
    fn bubble(&self, message: &Message, language: Language) -> String;
    /// One line of plain text for a list of rooms.
    fn preview(&self, message: &Message, language: Language) -> String;
    /// The words for a refusal.
    fn refusal(&self, code: Code, language: Language) -> String;
    /// The time of day, "HH:MM", in the site's zone.
    fn time_of_day(&self, at: Millis) -> String;
    /// A text frame as it goes on the wire, header and all.
    fn wire(&self, json: &str) -> Bytes;
}
