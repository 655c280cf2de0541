//! The fields of a form or a query, strictly: UTF-8 only, each name once, unknown names ignored. What is missing reads as
//! empty, so that a rule about a field lives in its domain type alone.

use std::str::FromStr;

use actors::{Code, Error, Result};
use percent_encoding::percent_decode;

/// Fields that a form or query may have.
pub const FIELDS_MAX: usize = 64;

/// Fields by name.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Parses `a=b&c=d`.
    ///
    /// # Errors
    /// `bad_field` when it is not UTF-8 or a name comes twice.
    pub fn parse(text: &[u8]) -> Result<Self> {
        let mut fields = Self::default();
        for pair in text.split(|b| *b == b'&').filter(|pair| !pair.is_empty()) {
            let mut halves = pair.splitn(2, |b| *b == b'=');
            let name = decode(halves.next().unwrap_or_default())?;
            fields.add(name, decode(halves.next().unwrap_or_default())?)?;
        }
        Ok(fields)
    }

    /// Adds a field.
    ///
    /// # Errors
    /// `bad_field` when the name is there already, or there are [`FIELDS_MAX`].
    pub fn add(&mut self, name: String, value: String) -> Result<()> {
        if self.0.len() >= FIELDS_MAX || self.0.iter().any(|(known, _)| *known == name) {
            return Err(bad("form"));
        }
        self.0.push((name, value));
        Ok(())
    }

    /// Whether the field was sent, be it empty.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// The field's text; empty when it was not sent.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Bytes of the longest text.
    #[must_use]
    pub fn longest(&self) -> usize {
        self.0.iter().map(|(_, value)| value.len()).max().unwrap_or(0)
    }

    /// The field's value; `None` when it is empty.
    ///
    /// # Errors
    /// `bad_field` when it is something else.
    pub fn value<T: FromStr>(&self, name: &'static str) -> Result<Option<T>> {
        match self.text(name) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| bad(name)),
        }
    }

    /// The field's value, which must be there.
    ///
    /// # Errors
    /// `bad_field` when it is empty or something else.
    pub fn needed<T: FromStr>(&self, name: &'static str) -> Result<T> {
        self.value(name)?.ok_or_else(|| bad(name))
    }

    /// A number from `low`; `None` when it is empty.
    ///
    /// # Errors
    /// `bad_field` when it is something else.
    pub fn number(&self, name: &'static str, low: i64) -> Result<Option<i64>> {
        match self.value(name)? {
            Some(number) if number < low => Err(bad(name)),
            number => Ok(number),
        }
    }

    /// Whether a box was ticked: `1` or `on`; empty or absent is no.
    ///
    /// # Errors
    /// `bad_field` when it is something else.
    pub fn flag(&self, name: &'static str) -> Result<bool> {
        let flag = self.word(name, |word| match word {
            "1" | "on" | "true" => Some(true),
            "0" | "false" => Some(false),
            _ => None,
        });
        flag.map(Option::unwrap_or_default)
    }

    /// The same of a field that must be there.
    ///
    /// # Errors
    /// `bad_field` when it is empty or something else.
    pub fn answer(&self, name: &'static str) -> Result<bool> {
        if self.text(name).is_empty() { Err(bad(name)) } else { self.flag(name) }
    }

    /// One of the words that `meaning` knows; `None` when the field is empty.
    ///
    /// # Errors
    /// `bad_field` for any other word.
    pub fn word<T>(&self, name: &'static str, meaning: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>> {
        match self.text(name) {
            "" => Ok(None),
            text => meaning(text).map(Some).ok_or_else(|| bad(name)),
        }
    }
}

/// The refusal of a field.
#[must_use]
pub const fn bad(field: &'static str) -> Error {
    Error::Field { field, code: Code::BadField }
}

fn decode(text: &[u8]) -> Result<String> {
    let spaced: Vec<u8> = text.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
    percent_decode(&spaced).decode_utf8().map(std::borrow::Cow::into_owned).map_err(|_| bad("form"))
}

#[cfg(test)]
mod tests {
    use actors::ids::MessageId;

    use super::*;

    #[test]
    fn fields_are_decoded_as_browsers_write_them() {
        let fields = Fields::parse("content=a+b%2Bc%0D%0A%D1%9E&&empty=&bare".as_bytes()).unwrap();
        assert_eq!(fields.text("content"), "a b+c\r\nў");
        assert_eq!(fields.text("empty"), "");
        assert!(fields.has("bare") && !fields.has("absent"));
        assert_eq!(fields.value::<MessageId>("absent").unwrap(), None);
    }

    #[test]
    fn a_field_of_another_type_is_named() {
        let fields = Fields::parse(b"reply_to=abc&seq=99999999999999999999&low=-1").unwrap();
        assert_eq!(fields.value::<MessageId>("reply_to").unwrap_err().field(), Some("reply_to"));
        assert_eq!(fields.number("seq", 0).unwrap_err().field(), Some("seq"));
        assert_eq!(fields.number("low", 0).unwrap_err().field(), Some("low"));
        assert_eq!(fields.needed::<MessageId>("absent").unwrap_err().field(), Some("absent"));
    }

    #[test]
    fn broken_or_doubled_forms_are_refused() {
        for text in ["a=%FF", "%C3%28=1", "a=1&a=2", "a&a"] {
            assert_eq!(Fields::parse(text.as_bytes()).unwrap_err().code(), Code::BadField, "{text}");
        }
        let many = (0..=FIELDS_MAX).map(|n| format!("f{n}=1")).collect::<Vec<_>>().join("&");
        assert!(Fields::parse(many.as_bytes()).is_err());
    }
}
