//! The context of the one message partial.

use actors::{
    clock::Millis,
    domain::Language,
    ids::{MessageId, RoomId, Seq, UserId},
    message::{Kind, Message, Quote},
};
use handlebars::RenderError;
use serde::Serialize;

use super::{
    Presentation, dates,
    files::{Files, thumbnail},
    list,
    reactions::Chip,
    system::{self, Piece},
};
use crate::{format, views::Avatar};

/// The partial.
const TEMPLATE: &str = "messages/_message";

#[derive(Serialize)]
struct Bubble<'a> {
    id: MessageId,
    room_id: RoomId,
    seq: Seq,
    changed_seq: Seq,
    user_id: UserId,
    username: &'a str,
    name: &'a str,
    avatar: Avatar,
    at: Millis,
    day: String,
    time: String,
    kind: Kind,
    edited: bool,
    quote: Option<QuoteStrip<'a>>,
    text: Option<&'a str>,
    html: Option<String>,
    files: Option<Files<'a>>,
    /// What is said of the message elsewhere when it has files and no text.
    line: Option<String>,
    emoji: bool,
    reactions: Vec<Chip<'a>>,
    system: Option<Vec<Piece<'a>>>,
}

#[derive(Serialize)]
struct QuoteStrip<'a> {
    id: MessageId,
    seq: Seq,
    name: &'a str,
    colour: i64,
    gone: bool,
    /// The address of its first picture, small.
    thumbnail: Option<String>,
    text: String,
}

/// Renders a bubble; some tens of microseconds.
pub(super) fn render(site: &Presentation, message: &Message, language: Language) -> Result<String, RenderError> {
    let author = &message.author;
    let text = message.content.as_deref();
    let files = Files::of(message, language);
    let bubble = Bubble {
        id: message.id,
        room_id: message.room_id,
        seq: message.seq,
        changed_seq: message.changed_seq,
        user_id: author.id,
        username: &author.username,
        name: &author.display_name,
        avatar: Avatar::new(&author.display_name, author.id.0),
        at: message.created_at,
        day: dates::zoned(&site.zone, message.created_at).date().to_string(),
        time: dates::time_of_day(&site.zone, message.created_at),
        kind: message.kind,
        edited: message.edited_at.is_some(),
        quote: message.quote.as_ref().map(|quote| strip(quote, language)),
        html: text.map(|text| format::html(text, &message.mentions)),
        emoji: text.is_some_and(format::is_emoji_only) && message.files.is_empty() && message.quote.is_none(),
        line: (text.is_none() && files.is_some()).then(|| list::line(message, language)),
        files,
        reactions: message.reactions.iter().map(|reaction| Chip::new(reaction, language)).collect(),
        text,
        system: message.system.as_ref().map(|event| system::pieces(event, author, language)),
    };
    site.pages.partial(TEMPLATE, &bubble, language)
}

fn strip(quote: &Quote, language: Language) -> QuoteStrip<'_> {
    QuoteStrip {
        id: quote.id,
        seq: quote.seq,
        name: &quote.author.display_name,
        colour: Avatar::new("", quote.author.id.0).colour,
        gone: quote.deleted,
        thumbnail: quote.files.iter().find(|file| file.picture.is_some()).map(|file| thumbnail(quote.id, file.n)),
        text: list::excerpt(quote, language),
    }
}
