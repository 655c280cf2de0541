//! Files of messages as rows: what they are called, what they are and under which address their bytes are kept. The bytes are not
//! here. Whoever keeps or removes bytes of an address holds that address against everybody else until the row is committed or
//! [`IsNamed`] has answered; then no row is ever without its bytes.

mod attach;
mod check;
mod loose;
mod read;

pub(super) use attach::attach;
pub(super) use read::{file_columns, file_info};

use crate::{
    clock::Millis,
    domain::FileName,
    file_hash::FileHash,
    ids::{MessageId, UserId},
    message::{FileInfo, Picture},
};

/// A file whose bytes are kept already, for a new message.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// What its sender calls it.
    pub name: FileName,
    /// Bytes.
    pub size: u64,
    /// The MIME type found from its bytes.
    pub mime: String,
    /// Where its bytes are.
    pub hash: FileHash,
    /// What is seen of it, when it is a picture and its thumbnail is kept too.
    pub picture: Option<Picture>,
}

/// One file of a message, if the asker belongs to its room, the room is not deleted and the file is still there.
#[derive(Clone, Copy, Debug)]
pub struct FileOf {
    /// Who asks.
    pub user_id: UserId,
    /// Whose file.
    pub message_id: MessageId,
    /// Its place in the message, from 1.
    pub n: u32,
}

/// A file of a message and where its bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// What it is.
    pub info: FileInfo,
    /// Where its bytes are.
    pub hash: FileHash,
    /// When it was sent.
    pub created_at: Millis,
}

/// Whether any row names an address.
#[derive(Clone, Copy, Debug)]
pub struct IsNamed(pub FileHash);

/// Whether an address is noted as one that a row named and none does any more.
#[derive(Clone, Copy, Debug)]
pub struct IsLoose(pub FileHash);

/// Addresses that a row named and none does any more, as far as is known: look once more with [`IsNamed`].
#[derive(Clone, Copy, Debug)]
pub struct LooseFiles {
    /// How many at most.
    pub limit: u32,
}

/// These addresses were looked after.
#[derive(Clone, Debug)]
pub struct ForgetLoose(pub Vec<FileHash>);

/// The addresses that rows name, each once, in order.
#[derive(Clone, Copy, Debug)]
pub struct NamedFiles {
    /// After which; from the first when absent.
    pub after: Option<FileHash>,
    /// How many at most.
    pub limit: u32,
}

/// What rows say of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedFile {
    /// The address.
    pub hash: FileHash,
    /// Bytes.
    pub size: u64,
    /// Whether it has a thumbnail.
    pub is_picture: bool,
}
