//! The password rule, in one place for the set-up page, the command line and the account page; and passwords as values that
//! are never shown. 8–256 characters, any of Unicode, nothing cut off; not one of the passwords that everybody tries first,
//! not the username. Checking one costs a scan of the list, about 0.1 ms: far less than the hash that follows.

use std::fmt;

use actors::{Code, domain::Username};
use unicode_normalization::UnicodeNormalization as _;

use crate::error::{Error, Result};

/// The shortest password, in characters.
pub const PASSWORD_MIN: usize = 8;
/// The longest password, in characters.
pub const PASSWORD_MAX: usize = 256;
/// Different characters that a password must have.
const DIFFERENT_MIN: usize = 4;

const COMMON: &str = include_str!("common_passwords.txt");

/// What people here put before a year or a few digits, in lower case without what is neither letter nor digit.
const FAVOURITES: [&str; 96] = [
    "admin",
    "administrator",
    "aka",
    "alisher",
    "allohuakbar",
    "allahuakbar",
    "alloh",
    "andijon",
    "asalim",
    "assalom",
    "assalomualaykum",
    "azizam",
    "azizim",
    "baxt",
    "baxtli",
    "bismillah",
    "bismilloh",
    "bobur",
    "bukhara",
    "buxoro",
    "chat",
    "dilnoza",
    "dostlar",
    "dostim",
    "ferghana",
    "fargona",
    "goodluck",
    "guest",
    "gulnoza",
    "hello",
    "inshaalloh",
    "iloveyou",
    "jizzax",
    "kompyuter",
    "lazizbek",
    "letmein",
    "livechat",
    "login",
    "lyubov",
    "malika",
    "manchester",
    "mashaalloh",
    "muhabbat",
    "mustaqillik",
    "namangan",
    "natasha",
    "navoiy",
    "navruz",
    "nigora",
    "oila",
    "onajon",
    "onajonim",
    "otajon",
    "ozbekiston",
    "parol",
    "parolparol",
    "pass",
    "passw0rd",
    "password",
    "privet",
    "qarshi",
    "qwerty",
    "qwertyuiop",
    "ramazon",
    "rossiya",
    "root",
    "salom",
    "samarkand",
    "samarqand",
    "secret",
    "server",
    "sevgi",
    "sevgilim",
    "sevinch",
    "shahzoda",
    "tashkent",
    "telefon",
    "temp",
    "test",
    "toshkent",
    "user",
    "uzb",
    "uzbek",
    "uzbekistan",
    "welcome",
    "xorazm",
    "yaxshi",
    "yulduz",
    "йцукен",
    "йцукенгшщз",
    "любовь",
    "паролпарол",
    "пароль",
    "парол",
    "привет",
    "салом",
];

/// A password as it was typed, in NFKC so that every keyboard writes the same; never shown, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// A password given to be compared; `None` for one that nobody can have.
    #[must_use]
    pub fn given(text: &str) -> Option<Self> {
        let text: String = text.nfkc().take(PASSWORD_MAX + 1).collect();
        (1..=PASSWORD_MAX).contains(&text.chars().count()).then_some(Self(text))
    }

    /// A new password for `username`.
    ///
    /// # Errors
    /// `weak_password`, or `too_long`, naming `field`.
    pub fn new(text: &str, username: &Username, field: &'static str) -> Result<Self> {
        let refuse = |code| Err(Error::Chat(actors::Error::Field { field, code }));
        let Some(password) = Self::given(text) else {
            return refuse(if text.is_empty() { Code::WeakPassword } else { Code::TooLong });
        };
        if password.0.chars().count() < PASSWORD_MIN || is_guessed_first(&password.0, username) {
            return refuse(Code::WeakPassword);
        }
        Ok(password)
    }

    /// The bytes to hash.
    pub(super) const fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

fn is_guessed_first(password: &str, username: &Username) -> bool {
    let folded = password.to_lowercase();
    let mut different: Vec<char> = folded.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < DIFFERENT_MIN || is_common(&folded) {
        return true;
    }
    let letters: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    let stem = letters.trim_matches(|c: char| c.is_numeric());
    let name: String = username.folded().chars().filter(|c| c.is_alphanumeric()).collect();
    let name = name.trim_end_matches(|c: char| c.is_numeric());
    let is_name = letters.contains(name) && letters.replace(name, "").chars().all(char::is_numeric);
    let is_number = folded.chars().all(|c| c.is_numeric() || " -./:".contains(c));
    is_number && is_run(&letters) || is_name || FAVOURITES.contains(&stem)
}

fn is_common(folded: &str) -> bool {
    COMMON.lines().any(|line| line == folded)
}

/// Whether digits merely go up, down or around, or read as a date or a year twice: nothing but digits, and too few of them.
fn is_run(digits: &str) -> bool {
    let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    values.len() < 10
        || values.windows(2).all(|pair| matches!(pair, [a, b] if (a + 1) % 10 == *b))
        || values.windows(2).all(|pair| matches!(pair, [a, b] if (b + 1) % 10 == *a))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> Option<&'static str> {
        let username = Username::parse("Ali.Karimov").unwrap();
        let refused = Password::new(text, &username, "password").err()?;
        assert_eq!(refused.field(), Some("password"));
        Some(refused.code())
    }

    #[test]
    fn the_list_is_long_enough_and_whole() {
        let words = COMMON.lines().filter(|line| !line.starts_with("# "));
        assert!(words.clone().count() >= 3_000);
        assert!(words.clone().all(|word| word.chars().count() >= PASSWORD_MIN && word.to_lowercase() == word));
        assert!(FAVOURITES.iter().all(|word| word.to_lowercase() == **word));
    }

    #[test]
    fn what_everybody_tries_first_is_weak() {
        for text in [
            "",
            "short12",
            "password",
            "Password1",
            "PASSWORD123!",
            "qwertyuiop",
            "12345678",
            "1234567890",
            "9876543210",
            "aaaaaaaaaaaa",
            "abababababab",
            "parol12345",
            "Toshkent2024",
            "!Parol-2025!",
            "O'zbekiston1",
            "пароль123",
            "Йцукен2024",
            "salom1234",
            "ali.karimov",
            "AliKarimov2024",
            "alikarimov!!",
            "Ali Karimov, ali.karimov",
            "19900101",
            "Ａdmin２０２４",
        ] {
            assert_eq!(refusal(text), Some("weak_password"), "{text:?}");
        }
    }

    #[test]
    fn a_password_may_be_any_other_text_whole() {
        for text in [
            "uch qop behi, bir qop nok",
            "қовун-тарвуз 7",
            "Zx9!kQ2p",
            "correct horse battery staple",
            "🍉🍇🍈🍐🍑🍒🥝🍋",
        ] {
            assert_eq!(refusal(text), None, "{text:?}");
        }
        let long: String = ('а'..='я').cycle().take(PASSWORD_MAX).collect();
        assert_eq!(refusal(&long), None);
        assert_eq!(refusal(&format!("{long}a")), Some("too_long"));
        assert!(Password::given(&format!("{long}a")).is_none());
    }

    #[test]
    fn keyboards_that_write_marks_apart_type_the_same_password() {
        assert_eq!(Password::given("Та\u{0438}\u{0306}на"), Password::given("Та\u{0439}на"));
    }

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(format!("{:?}", Password::given("hush-hush")), "Some(Password)");
    }
}
