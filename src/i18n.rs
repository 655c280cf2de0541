//! Words in the reader's language. The Fluent files in `src/locales/` are part of the program; a key that a language lacks is
//! shown in Uzbek, and a key that Uzbek lacks fails a test. What comes out is plain text, not HTML: whoever puts it on a page
//! escapes it, the template helper included. A look-up costs about a microsecond.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use actors::domain::Language;
use fluent_templates::{LanguageIdentifier, fluent_bundle::FluentValue, static_loader};
use unic_langid::langid;

static_loader! {
    static LOCALES = {
        locales: "./src/locales",
        fallback_language: "uz",
        // Isolation marks around arguments would end up in titles, attributes and copied text.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// The Uzbek file, which has every key but the plural forms that only others need.
const UZBEK: &str = include_str!("locales/uz.ftl");

static UZ: LanguageIdentifier = langid!("uz");
static UZ_CYRL: LanguageIdentifier = langid!("uz-Cyrl");
static RU: LanguageIdentifier = langid!("ru");
static EN: LanguageIdentifier = langid!("en");

/// The named arguments of a message.
pub type Args<'a> = HashMap<Cow<'static, str>, FluentValue<'a>>;

/// The words of a key.
#[must_use]
pub fn text(language: Language, key: &str) -> String {
    find(language, key, None).unwrap_or_else(|| missing(key))
}

/// The words of a key with arguments.
#[must_use]
pub fn text_with<'a>(
    language: Language,
    key: &str,
    args: impl IntoIterator<Item = (&'static str, FluentValue<'a>)>,
) -> String {
    let args = args.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
    find(language, key, Some(&args)).unwrap_or_else(|| missing(key))
}

/// The words for a stable code; those for this code in this field where the field has its own.
#[must_use]
pub fn refusal(language: Language, code: &str, field: Option<&str>) -> String {
    field
        .and_then(|field| find(language, &format!("error-{field}-{code}"), None))
        .unwrap_or_else(|| text(language, &format!("error-{code}")))
}

/// The words that the page's scripts need: a JSON object of every `js-…` key, arguments left as `{n}`, safe inside a
/// `<script>` element.
#[must_use]
pub fn script_words(language: Language) -> &'static str {
    static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| Language::ALL.map(all_script_words).into());
    WORDS.get(language.index()).map_or("{}", String::as_str)
}

/// Looks a key up in a language, then in Uzbek.
pub(crate) fn find(language: Language, key: &str, args: Option<&Args<'_>>) -> Option<String> {
    let found = |language: &LanguageIdentifier| LOCALES.lookup_single_language(language, key, args).ok();
    found(identifier(language)).or_else(|| found(&UZ))
}

fn missing(key: &str) -> String {
    log::error!("no words for {key:?}");
    key.to_owned()
}

fn identifier(language: Language) -> &'static LanguageIdentifier {
    match language {
        Language::Uz => &UZ,
        Language::UzCyrl => &UZ_CYRL,
        Language::Ru => &RU,
        Language::En => &EN,
    }
}

/// The file of a language.
pub(crate) const fn file(language: Language) -> &'static str {
    match language {
        Language::Uz => UZBEK,
        Language::UzCyrl => include_str!("locales/uz-Cyrl.ftl"),
        Language::Ru => include_str!("locales/ru.ftl"),
        Language::En => include_str!("locales/en.ftl"),
    }
}

fn all_script_words(language: Language) -> String {
    let placeholders: Args<'_> =
        arguments(UZBEK).map(|name| (name.to_owned().into(), format!("{{{name}}}").into())).collect();
    let words: serde_json::Map<_, _> = keys(UZBEK)
        .chain(keys(file(language)))
        .filter(|key| key.starts_with("js-"))
        .filter_map(|key| Some((key.to_owned(), find(language, key, Some(&placeholders))?.into())))
        .collect();
    serde_json::Value::Object(words).to_string().replace('<', "\\u003c")
}

/// The keys that a Fluent file defines.
fn keys(file: &str) -> impl Iterator<Item = &str> {
    file.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key).filter(|key| !key.contains([' ', '#']))
}

/// The names of all arguments that a Fluent file uses.
fn arguments(file: &str) -> impl Iterator<Item = &str> {
    file.split('$').skip(1).filter_map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next())
}

#[cfg(test)]
mod tests;
