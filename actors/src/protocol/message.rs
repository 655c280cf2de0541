//! A message as clients get it, live and in `changes`.

use serde::{Serialize, Serializer};

use crate::{
    clock::Millis,
    domain::Language,
    ids::{ClientId, MessageId, RoomId, Seq, UserId},
    message::{FileInfo, Kind, Mention, Message, Mine},
    presenter::Presenter,
};

/// A message as clients get it.
#[derive(Serialize)]
pub struct PostedMessage<'a> {
    /// The room.
    pub room_id: RoomId,
    /// Its text; for a system message, its words.
    pub message: String,
    /// The author's username.
    pub user: &'a str,
    /// The author.
    pub user_id: UserId,
    /// Its id.
    pub message_id: MessageId,
    /// "HH:MM".
    pub timestamp: String,
    /// The message it answers.
    pub reply_to: Option<MessageId>,
    /// Its number at birth.
    pub seq: Seq,
    /// When it was stored.
    pub created_at: Millis,
    /// The author's own name of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
    /// What it carries.
    pub message_type: Kind,
    /// Members whom it names.
    #[serde(skip_serializing_if = "<[_]>::is_empty", serialize_with = "ids")]
    pub mentioned: &'a [Mention],
    /// Its files.
    pub files: &'a [FileInfo],
    /// The bubble.
    pub html: String,
}

impl<'a> PostedMessage<'a> {
    /// The message as a reader of `language` gets it.
    pub fn new(message: &'a Message, language: Language, presenter: &dyn Presenter) -> Self {
        Self {
            room_id: message.room_id,
            message: message_text(message, language, presenter),
            user: &message.author.username,
            user_id: message.author.id,
            message_id: message.id,
            timestamp: presenter.time_of_day(message.created_at),
            reply_to: message.quote.as_ref().map(|quote| quote.id),
            seq: message.seq,
            created_at: message.created_at,
            client_id: message.client_id,
            message_type: message.kind,
            mentioned: &message.mentions,
            files: &message.files,
            html: presenter.bubble(message, language),
        }
    }
}

fn ids<S: Serializer>(mentions: &[Mention], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(mentions.iter().map(|mention| mention.user_id))
}

/// The text that a frame shows: what was written, or the words of a system message.
#[must_use]
pub fn message_text(message: &Message, language: Language, presenter: &dyn Presenter) -> String {
    match message.kind {
        Kind::System => presenter.preview(message, language),
        _ => message.content.clone().unwrap_or_default(),
    }
}

/// A message in `changes`: its present state, or that it is gone.
pub enum ChangedMessage<'a> {
    /// It is there.
    Here {
        /// The message.
        message: Box<PostedMessage<'a>>,
        /// Its last change.
        changed_seq: Seq,
        /// When its text was last changed.
        edited_at: Option<Millis>,
        /// The emoji that the reader put under it.
        mine: &'a [String],
    },
    /// It is gone.
    Gone {
        /// Which.
        message_id: MessageId,
        /// Its number at birth.
        seq: Seq,
        /// Its last change.
        changed_seq: Seq,
    },
}

impl<'a> ChangedMessage<'a> {
    /// The message as the reader of `language` gets it whose reactions `mine` are.
    pub fn new(message: &'a Message, mine: &'a Mine, language: Language, presenter: &dyn Presenter) -> Self {
        if message.deleted {
            return Self::Gone { message_id: message.id, seq: message.seq, changed_seq: message.changed_seq };
        }
        Self::Here {
            message: Box::new(PostedMessage::new(message, language, presenter)),
            changed_seq: message.changed_seq,
            edited_at: message.edited_at,
            mine: mine.get(&message.id).map_or(&[], Vec::as_slice),
        }
    }

    /// Bytes of its text and markup.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        match self {
            Self::Here { message, .. } => message.message.len() + message.html.len(),
            Self::Gone { .. } => 0,
        }
    }
}

impl Serialize for ChangedMessage<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Here<'a> {
            #[serde(flatten)]
            message: &'a PostedMessage<'a>,
            changed_seq: Seq,
            edited_at: Option<Millis>,
            deleted: bool,
            #[serde(skip_serializing_if = "<[_]>::is_empty")]
            mine: &'a [String],
        }
        #[derive(Serialize)]
        struct Gone {
            message_id: MessageId,
            seq: Seq,
            changed_seq: Seq,
            deleted: bool,
        }
        match self {
            Self::Here { message, changed_seq, edited_at, mine } => {
                Here { message, changed_seq: *changed_seq, edited_at: *edited_at, deleted: false, mine }
                    .serialize(serializer)
            }
            Self::Gone { message_id, seq, changed_seq } => {
                Gone { message_id: *message_id, seq: *seq, changed_seq: *changed_seq, deleted: true }
                    .serialize(serializer)
            }
        }
    }
}
