//! What a client says, parsed at the edge: behind this file every field has its type and every text its limit.

use std::borrow::Cow;

use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    Code, Error, Result,
    domain::{Body, DeleteType, Emoji},
    ids::{ClientId, MessageId, RoomId, Seq},
};

/// A command of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The sender's name of it, echoed in its `ack` or `error`.
    pub client_id: Option<ClientId>,
    /// The room it is about; the room in view when absent.
    pub room_id: Option<RoomId>,
    /// What to do.
    pub verb: Verb,
}

/// What a command asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Post a message.
    Post {
        /// Its text.
        body: Body,
        /// The message it answers.
        reply_to: Option<MessageId>,
    },
    /// Change a text.
    Edit {
        /// Which message.
        message_id: MessageId,
        /// The new text.
        body: Body,
    },
    /// Erase.
    Delete {
        /// Which message.
        message_id: MessageId,
        /// What of it.
        delete_type: DeleteType,
    },
    /// Put an emoji under a message, or take mine away.
    React {
        /// Which message.
        message_id: MessageId,
        /// Which emoji.
        emoji: Emoji,
        /// Whether it is to be there.
        on: bool,
    },
    /// Everything up to this birth is seen.
    Read {
        /// The birth.
        seq: Seq,
    },
    /// Mark a room as unread.
    MarkUnread {
        /// Or take that back.
        on: bool,
    },
    /// I am writing, or not any more.
    Typing {
        /// Which of the two.
        is_typing: bool,
    },
    /// Switch the room in view to the command's `room_id`.
    View {
        /// The last number that the client knows of the room.
        after: Option<Seq>,
    },
    /// Are you there?
    Ping,
}

/// A refused frame: its code, and the `client_id` it came with as far as one could be read.
pub type Refused = (Error, Option<ClientId>);

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(default)]
    client_id: Option<ClientId>,
    #[serde(default)]
    room_id: Option<RoomId>,
}

#[derive(Deserialize)]
struct Post {
    message: String,
    #[serde(default)]
    reply_to: Option<MessageId>,
}

#[derive(Deserialize)]
struct Edit {
    message_id: MessageId,
    message: String,
}

#[derive(Deserialize)]
struct Delete {
    message_id: MessageId,
    #[serde(default)]
    delete_type: Option<DeleteType>,
}

#[derive(Deserialize)]
struct React {
    message_id: MessageId,
    emoji: String,
    on: bool,
}

#[derive(Deserialize)]
struct Read {
    seq: Seq,
}

#[derive(Deserialize)]
struct Mark {
    on: bool,
}

#[derive(Deserialize)]
struct Typing {
    is_typing: bool,
}

#[derive(Deserialize)]
struct View {
    #[serde(default)]
    after: Option<Seq>,
}

/// Parses one text frame; texts may have `message_chars` characters.
///
/// # Errors
/// `bad_json`, `unknown_type`, `bad_field`, `empty` or `too_long`.
pub fn parse(text: &str, message_chars: usize) -> Result<Command, Refused> {
    // An array would do for a derived struct, but is not what the protocol calls a frame.
    if !text.trim_start().starts_with('{') {
        return Err((Code::BadJson.into(), None));
    }
    let envelope: Envelope<'_> = serde_json::from_str(text).map_err(|error| (refusal(&error), None))?;
    let Envelope { kind, client_id, room_id } = envelope;
    let verb = verb(&kind, text, message_chars).map_err(|error| (error, client_id))?;
    Ok(Command { client_id, room_id, verb })
}

fn verb(kind: &str, text: &str, message_chars: usize) -> Result<Verb> {
    Ok(match kind {
        "chat_message" => {
            let Post { message, reply_to } = fields(text)?;
            Verb::Post { body: Body::parse(&message, message_chars)?, reply_to }
        }
        "edit_message" => {
            let Edit { message_id, message } = fields(text)?;
            Verb::Edit { message_id, body: Body::parse(&message, message_chars)? }
        }
        "delete_message" => {
            let Delete { message_id, delete_type } = fields(text)?;
            Verb::Delete { message_id, delete_type: delete_type.unwrap_or(DeleteType::All) }
        }
        "react" => {
            let React { message_id, emoji, on } = fields(text)?;
            Verb::React { message_id, emoji: Emoji::parse(&emoji)?, on }
        }
        "read" => Verb::Read { seq: fields::<Read>(text)?.seq },
        "mark_unread" => Verb::MarkUnread { on: fields::<Mark>(text)?.on },
        "typing" => Verb::Typing { is_typing: fields::<Typing>(text)?.is_typing },
        "view" => Verb::View { after: fields::<View>(text)?.after },
        "ping" => Verb::Ping,
        _ => return Err(Code::UnknownType.into()),
    })
}

fn fields<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| refusal(&error))
}

fn refusal(error: &serde_json::Error) -> Error {
    if error.is_data() { Code::BadField.into() } else { Code::BadJson.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Code {
        parse(text, 10).unwrap_err().0.code()
    }

    #[test]
    fn an_old_client_needs_no_client_id() {
        let command = parse(r#"{"type":"chat_message","message":" salom ","reply_to":null}"#, 10).unwrap();
        assert_eq!(command.client_id, None);
        assert_eq!(command.verb, Verb::Post { body: Body::parse("salom", 10).unwrap(), reply_to: None });
    }

    #[test]
    fn what_is_no_object_is_bad_json() {
        for text in ["", "x", "[]", "\"a\"", "1", "null", "{", r#"{"type":"ping""#, "{\"type\":\"ping\"} x"] {
            assert_eq!(code(text), Code::BadJson, "{text}");
        }
        assert_eq!(code(&"{\"type\":".repeat(500)), Code::BadField, "a type that is no string");
    }

    #[test]
    fn wrong_fields_are_named_so() {
        for text in [
            "{}",
            r#"{"type":1}"#,
            r#"{"type":"ping","type":"ping"}"#,
            r#"{"type":"ping","client_id":"x"}"#,
            r#"{"type":"chat_message"}"#,
            r#"{"type":"chat_message","message":["a"]}"#,
            r#"{"type":"chat_message","message":{"$gt":""}}"#,
            r#"{"type":"chat_message","message":"a","reply_to":"1"}"#,
            r#"{"type":"react","message_id":1,"emoji":"x","on":true}"#,
            r#"{"type":"react","message_id":1,"emoji":"👍","on":1}"#,
            r#"{"type":"react","message_id":1,"emoji":"👍"}"#,
            r#"{"type":"read","seq":1.5}"#,
            r#"{"type":"read","seq":99999999999999999999}"#,
            r#"{"type":"mark_unread","room_id":1}"#,
            r#"{"type":"typing","is_typing":"yes"}"#,
            r#"{"type":"delete_message","message_id":1,"delete_type":"half"}"#,
        ] {
            assert_eq!(code(text), Code::BadField, "{text}");
        }
        assert_eq!(code(r#"{"type":"fly"}"#), Code::UnknownType);
        assert_eq!(code(r#"{"type":"chat_message","message":"  "}"#), Code::Empty);
        assert_eq!(code(r#"{"type":"chat_message","message":"12345678901"}"#), Code::TooLong);
    }

    #[test]
    fn a_refusal_names_the_command_it_answers() {
        let id = "7d444840-9dc0-11d1-b245-5ffdce74fad2";
        let text = format!(r#"{{"type":"chat_message","client_id":"{id}","message":""}}"#);
        assert_eq!(parse(&text, 10).unwrap_err().1, Some(id.parse().unwrap()));
    }
}
