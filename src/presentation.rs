//! What the actors and the handlers are lent: bubbles, lines and days made of stored facts. A bubble is the same for every
//! reader of one language, so it is rendered once for each change, kept by its state and bounded in bytes, and serves live
//! frames, pages and history alike.

mod album;
mod bubble;
mod conversation;
mod dates;
mod files;
mod list;
mod reactions;
mod system;

use std::{
    hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher},
    sync::Arc,
};

use actors::{
    Code,
    clock::{Clock, Millis},
    domain::Language,
    ids::{MessageId, Seq},
    message::{Kind, Message},
    presenter::Presenter,
};
use bytes::{Bytes, BytesMut};
use jiff::tz::TimeZone;
use quick_cache::{Weighter, sync::Cache};

use crate::{i18n, views::Pages};

/// Bytes of rendered bubbles that are kept.
const BUBBLES_BYTES: u64 = 32 * 1024 * 1024;
/// A usual bubble's size, in bytes: how many the cache is laid out for.
const BUBBLE_BYTES: usize = 1024;
/// What a kept bubble costs beside its text, in bytes, about.
const BUBBLE_OVERHEAD: u64 = 128;

/// Turns facts into what people see, in the site's zone.
pub struct Presentation {
    /// The templates.
    pub pages: Arc<Pages>,
    zone: TimeZone,
    clock: Clock,
    bubbles: Cache<BubbleKey, Arc<str>, BubbleBytes>,
}

/// Everything that a bubble's markup follows from. Names are not numbered by the room, so they count by their hash.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct BubbleKey {
    id: MessageId,
    changed_seq: Seq,
    parent_changed_seq: Seq,
    names: u64,
    language: Language,
}

#[derive(Clone)]
struct BubbleBytes;

impl Weighter<BubbleKey, Arc<str>> for BubbleBytes {
    fn weight(&self, _: &BubbleKey, bubble: &Arc<str>) -> u64 {
        BUBBLE_OVERHEAD + bubble.len() as u64
    }
}

impl Presentation {
    /// The presentation of a site in a time zone.
    #[must_use]
    pub fn new(pages: Arc<Pages>, zone: TimeZone, clock: Clock) -> Self {
        let items = usize::try_from(BUBBLES_BYTES).unwrap_or(usize::MAX) / BUBBLE_BYTES;
        Self { pages, zone, clock, bubbles: Cache::with_weighter(items, BUBBLES_BYTES, BubbleBytes) }
    }

    /// Minutes that the site's zone is ahead of UTC now.
    #[must_use]
    pub fn tz_offset_minutes(&self) -> i32 {
        dates::zoned(&self.zone, (self.clock)()).offset().seconds() / 60
    }

    /// The bubble of a message, rendered or from the cache.
    fn kept_bubble(&self, message: &Message, language: Language) -> Arc<str> {
        let quote = message.quote.as_ref();
        let key = BubbleKey {
            id: message.id,
            changed_seq: message.changed_seq,
            parent_changed_seq: quote.map_or(0, |quote| quote.changed_seq),
            names: BuildHasherDefault::<DefaultHasher>::default().hash_one((
                &message.author.display_name,
                quote.map(|quote| &quote.author.display_name),
                message.reactions.iter().map(|reaction| &reaction.users).collect::<Vec<_>>(),
            )),
            language,
        };
        if let Some(bubble) = self.bubbles.get(&key) {
            return bubble;
        }
        let bubble: Arc<str> = match bubble::render(self, message, language) {
            Ok(bubble) => bubble.into(),
            Err(error) => {
                log::error!("message {}: {error}", message.id);
                return Arc::from("");
            }
        };
        self.bubbles.insert(key, Arc::clone(&bubble));
        bubble
    }
}

impl Presenter for Presentation {
    fn bubble(&self, message: &Message, language: Language) -> String {
        String::from(&*self.kept_bubble(message, language))
    }

    /// "Author: text" for what people write, the words alone for what happened.
    fn preview(&self, message: &Message, language: Language) -> String {
        let line = list::line(message, language);
        match message.kind {
            Kind::System => line,
            Kind::Text | Kind::Image | Kind::File => format!("{}: {line}", message.author.display_name),
        }
    }

    fn refusal(&self, code: Code, language: Language) -> String {
        i18n::refusal(language, code.as_str(), None)
    }

    fn time_of_day(&self, at: Millis) -> String {
        dates::time_of_day(&self.zone, at)
    }

    fn wire(&self, json: &str) -> Bytes {
        let mut frame = BytesMut::with_capacity(json.len() + 10);
        actix_http::ws::Parser::write_message(&mut frame, json, actix_http::ws::OpCode::Text, true, false);
        frame.freeze()
    }
}

#[cfg(test)]
mod tests;
