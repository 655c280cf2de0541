//! How our types stand in columns.

use rusqlite::{
    Result,
    types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef},
};
use uuid::Uuid;

use crate::{
    domain::{EnterKey, Language, Role, Theme, Visibility},
    file_hash::FileHash,
    ids::{ClientId, LoginId, MessageId, RoomId, UserId},
    message::Kind,
};

macro_rules! id_column {
    ($($id:ident),*) => { $(
        impl ToSql for $id {
            fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
                self.0.to_sql()
            }
        }

        impl FromSql for $id {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_i64().map(Self)
            }
        }
    )* };
}

id_column!(UserId, RoomId, MessageId, LoginId);

/// Types whose values have names in the store.
macro_rules! named_column {
    ($($type:ident { $($value:ident = $name:literal),* })*) => { $(
        impl ToSql for $type {
            fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
                Ok(match self { $(Self::$value => $name),* }.into())
            }
        }

        impl FromSql for $type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                match value.as_str()? {
                    $($name => Ok(Self::$value),)*
                    other => Err(FromSqlError::Other(format!("no {} is named {other:?}", stringify!($type)).into())),
                }
            }
        }
    )* };
}

named_column! {
    Visibility { Open = "open", Private = "private" }
    Kind { Text = "text", Image = "image", File = "file", System = "system" }
    Language { Uz = "uz", UzCyrl = "uz-Cyrl", Ru = "ru", En = "en" }
    EnterKey { Send = "send", Newline = "newline" }
    Theme { System = "system", Light = "light", Dark = "dark" }
}

/// A role stands in queries as its rank, least first.
impl FromSql for Role {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_i64()? {
            0 => Ok(Self::Member),
            1 => Ok(Self::Admin),
            2 => Ok(Self::Owner),
            other => Err(FromSqlError::OutOfRange(other)),
        }
    }
}

impl ToSql for FileHash {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(self.0.as_slice().into())
    }
}

impl FromSql for FileHash {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_blob()?.try_into().map(Self).map_err(FromSqlError::other)
    }
}

impl ToSql for ClientId {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(self.0.as_bytes().as_slice().into())
    }
}

impl FromSql for ClientId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Uuid::from_slice(value.as_blob()?).map(Self).map_err(FromSqlError::other)
    }
}
