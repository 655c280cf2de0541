//! What a server says, as far as it is checked.

use serde::Deserialize;

use crate::Fallible;

/// A frame of the protocol, or the JSON answer to a POST.
#[derive(Debug, Deserialize)]
pub struct Incoming {
    #[serde(rename = "type", default)]
    kind: String,
    client_id: Option<String>,
    seq: Option<i64>,
    /// The text of a `chat_message`.
    pub message: Option<String>,
}

impl Incoming {
    /// Reads JSON.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(payload: &[u8]) -> Fallible<Self> {
        Ok(serde_json::from_slice(payload)?)
    }

    /// The type of a frame.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Which command it is about.
    ///
    /// # Errors
    /// None of ours.
    pub fn client_id(&self) -> Fallible<&str> {
        Ok(self.client_id.as_deref().ok_or_else(|| format!("about no command: {self:?}"))?)
    }

    /// The number that it tells.
    ///
    /// # Errors
    /// There is none.
    pub fn seq(&self) -> Fallible<i64> {
        Ok(self.seq.ok_or_else(|| format!("no number: {self:?}"))?)
    }
}
