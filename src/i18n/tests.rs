//! Words against their use: nothing is missing, nothing is left over.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use actors::Code;

use super::*;

/// Keys whose last part is found at run time.
const FAMILIES: [&str; 5] = ["js-emoji-group-", "js-month-", "js-weekday-", "status-", "error-"];
/// Forms of a key that scripts choose by a number.
const PLURALS: [&str; 4] = ["-one", "-few", "-many", "-other"];

/// The messages of a file: each key with its text.
fn messages(file: &str) -> BTreeMap<&str, String> {
    let mut messages = BTreeMap::new();
    let mut last = None;
    for line in file.lines() {
        if let Some((key, text)) = line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            assert!(messages.insert(key, text.to_owned()).is_none(), "{key} stands twice");
            last = Some(key);
        } else if let Some(text) = last.filter(|_| line.starts_with([' ', '}'])).and_then(|key| messages.get_mut(key)) {
            text.push_str(line);
        }
    }
    messages
}

/// Every file of a folder with one of these endings, without tests.
fn sources(folder: &str, endings: &[&str], found: &mut Vec<String>) {
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().to_str().unwrap();
        if path.is_dir() {
            sources(name, endings, found);
        } else if endings.iter().any(|ending| name.ends_with(ending))
            && !name.ends_with("tests.rs")
            && !name.ends_with("samples.rs")
        {
            found.push(fs::read_to_string(&path).unwrap());
        }
    }
}

/// Whatever stands between quotes of any kind.
fn literals(source: &str) -> impl Iterator<Item = &str> {
    source.split(['"', '`', '\'']).filter(|text| !text.is_empty())
}

/// Every literal of the program, its templates and its scripts that looks like a key.
fn used() -> BTreeSet<String> {
    let mut files = Vec::new();
    sources("src", &[".rs"], &mut files);
    sources("templates", &[".hbs"], &mut files);
    sources("static/js", &[".js"], &mut files);
    let is_key =
        |text: &&str| text.contains('-') && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    files.iter().flat_map(|file| literals(file)).filter(is_key).map(str::to_owned).collect()
}

#[test]
fn every_language_has_every_key_and_none_beside_but_plural_forms() {
    let uz = messages(UZBEK);
    for language in Language::ALL {
        let words = messages(file(language));
        for key in uz.keys() {
            assert!(words.contains_key(key), "{}: {key} is missing", language.tag());
        }
        for key in words.keys() {
            let base = PLURALS.iter().find_map(|form| key.strip_suffix(form)).unwrap_or(key);
            assert!(uz.contains_key(key) || uz.contains_key(base), "{}: {key}", language.tag());
        }
    }
}

#[test]
fn a_translation_uses_no_argument_that_uzbek_lacks() {
    let uz = messages(UZBEK);
    for language in Language::ALL {
        for (key, text) in messages(file(language)) {
            let Some(known) = uz.get(key) else { continue };
            let known: BTreeSet<_> = arguments(known).collect();
            for argument in arguments(&text) {
                assert!(known.contains(argument), "{}: {key} uses ${argument}", language.tag());
            }
        }
    }
}

#[test]
fn every_key_resolves_in_every_language() {
    let all: Args<'_> = arguments(UZBEK).map(|name| (name.to_owned().into(), "x".into())).collect();
    for language in Language::ALL {
        for key in messages(UZBEK).keys() {
            let words = find(language, key, Some(&all)).unwrap_or_else(|| panic!("{}: {key}", language.tag()));
            assert!(!words.is_empty() && !words.contains("{$"), "{}: {key}: {words}", language.tag());
        }
    }
}

#[test]
fn no_key_is_unused() {
    let used = used();
    let unused: Vec<_> = messages(UZBEK)
        .into_keys()
        .filter(|key| {
            let base = PLURALS.iter().find_map(|form| key.strip_suffix(form)).unwrap_or(key);
            !FAMILIES.iter().any(|family| key.starts_with(family)) && !used.contains(base)
        })
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn no_used_key_is_missing() {
    let uz = messages(UZBEK);
    // The groups of the files, but those whose first word other names begin with too.
    let groups =
        ["login-", "setup-", "side-", "members-", "visibility-", "input-", "js-", "system-", "account-", "common-"];
    for key in used() {
        let is_use = groups.iter().any(|group| key.starts_with(group)) && !key.ends_with('-');
        assert!(!is_use || uz.contains_key(key.as_str()), "{key} has no words");
    }
}

#[test]
fn every_code_and_every_family_has_its_words() {
    let uz = messages(UZBEK);
    let codes = [
        Code::BadJson,
        Code::UnknownType,
        Code::BadField,
        Code::Empty,
        Code::TooLong,
        Code::BadReply,
        Code::NotFound,
        Code::Forbidden,
        Code::NothingToDelete,
        Code::ClientIdReused,
        Code::RateLimited,
        Code::Busy,
        Code::Storage,
        Code::Stopping,
        Code::Taken,
        Code::LoginEnded,
        Code::WeakPassword,
    ];
    // A code that is added to the enumeration and not here fails to compile.
    let all = |code| match code {
        Code::BadJson | Code::UnknownType | Code::BadField | Code::Empty | Code::TooLong | Code::BadReply => true,
        Code::NotFound | Code::Forbidden | Code::NothingToDelete | Code::ClientIdReused | Code::RateLimited => true,
        Code::Busy | Code::Storage | Code::Stopping | Code::Taken | Code::LoginEnded | Code::WeakPassword => true,
    };
    let codes: Vec<_> =
        codes.into_iter().filter(|code| all(*code)).map(Code::as_str).chain(crate::error::CODES).collect();
    for code in &codes {
        assert!(uz.contains_key(format!("error-{code}").as_str()), "{code}");
    }
    for key in uz.keys().filter_map(|key| key.strip_prefix("error-")) {
        let code = key.rsplit('-').next().unwrap();
        assert!(codes.contains(&code), "error-{key} names no code");
    }
    for n in 1..=12 {
        assert!(uz.contains_key(format!("js-month-{n}").as_str()));
    }
    for n in 0..=6 {
        assert!(uz.contains_key(format!("js-weekday-{n}").as_str()));
    }
    for status in [400, 401, 403, 404, 405, 408, 409, 413, 415, 421, 429, 500, 503, 507] {
        assert!(uz.contains_key(format!("status-{status}").as_str()), "{status}");
        assert!(uz.contains_key(format!("status-{status}-hint").as_str()), "{status}");
    }
}

#[test]
fn a_field_has_its_own_words_where_they_say_more() {
    assert_eq!(refusal(Language::En, "too_long", Some("room_name")), "The name may have at most 100 characters.");
    assert_eq!(refusal(Language::En, "too_long", Some("nickname")), refusal(Language::En, "too_long", None));
    assert_eq!(refusal(Language::En, "too_long", None), "The text is too long.");
}

/// The names that are the same in every script: the program's, and a key's as it stands on the keyboard.
const NAMES: [&str; 3] = ["Live", "Chat", "Enter"];

/// A message without its arguments and the forms that they choose.
fn spoken(text: &str) -> String {
    let mut depth = 0;
    let mut spoken = String::new();
    for part in text.split_inclusive(['{', '}']) {
        // What stands in the innermost braces of a choice is an argument, what stands beside them is said.
        let words = part.trim_end_matches(['{', '}']);
        if depth == 0 || text.contains("->") && !words.contains('$') {
            spoken.extend(words.split('[').map(|form| form.rsplit(']').next().unwrap_or_default()));
        }
        depth += i32::from(part.ends_with('{')) - i32::from(part.ends_with('}'));
    }
    spoken
}

#[test]
fn words_are_written_in_the_script_of_their_language() {
    let is_cyrillic = |c: &char| ('\u{400}'..='\u{52f}').contains(c);
    for language in Language::ALL {
        let latin = matches!(language, Language::Uz | Language::En);
        for (key, text) in messages(file(language)) {
            for word in spoken(&text).split(|c: char| !c.is_alphabetic()).filter(|word| !NAMES.contains(word)) {
                let is_ours = word.chars().all(|c| if latin { c.is_ascii() } else { is_cyrillic(&c) });
                assert!(is_ours, "{}: {key}: {word}", language.tag());
            }
        }
    }
    let own = |letters: &str, text: &str| text.chars().any(|c| letters.contains(c));
    let (ru, cyrl) = (file(Language::Ru), file(Language::UzCyrl));
    assert!(!own("ўқғҳЎҚҒҲ", ru), "an Uzbek letter in Russian");
    assert!(!own("ыщЫЩ", cyrl), "a Russian letter in Uzbek");
}

#[test]
fn a_number_has_every_plural_form_that_its_language_needs() {
    // Other forms are chosen by rules of ours.
    let by_number = |key: &'static str| key.strip_suffix("-one").or_else(|| key.strip_suffix("-few"));
    let counted: BTreeSet<_> =
        Language::ALL.into_iter().flat_map(|one| keys(file(one))).filter_map(by_number).collect();
    assert!(!counted.is_empty());
    for (language, needed) in [(Language::En, &["-one"][..]), (Language::Ru, &["-one", "-few"])] {
        let words = messages(file(language));
        for key in &counted {
            for form in needed {
                assert!(words.contains_key(format!("{key}{form}").as_str()), "{}: {key}{form}", language.tag());
            }
        }
        for (key, text) in words.iter().filter(|(_, text)| text.contains("->")) {
            for form in needed {
                assert!(text.contains(&format!("[{}]", &form[1..])), "{}: {key} {form}", language.tag());
            }
        }
    }
}

#[test]
fn words_are_of_the_language_that_is_asked_for() {
    assert_eq!(text(Language::Ru, "login-submit"), "Войти");
    assert_eq!(text(Language::Uz, "status-507"), "Joy tugagan");
    assert_eq!(text(Language::UzCyrl, "status-507"), "Жой тугаган");
    assert_eq!(text(Language::En, "status-507"), "No space left");
}

#[test]
fn plurals_follow_the_language_and_arguments_carry_no_marks() {
    let count = |language, n: u32| text_with(language, "members-count", [("n", n.into())]);
    assert_eq!([1, 2, 5].map(|n| count(Language::Ru, n)), ["1 участник", "2 участника", "5 участников"]);
    assert_eq!([1, 2].map(|n| count(Language::En, n)), ["1 member", "2 members"]);
    assert_eq!(count(Language::Uz, 12), "12 a'zo");
}

#[test]
fn scripts_get_their_words_with_open_places() {
    let words: BTreeMap<String, String> = serde_json::from_str(script_words(Language::Uz)).unwrap();
    assert_eq!(words["js-today"], "Bugun");
    assert_eq!(words["js-online"], "{n} onlayn");
    assert_eq!(words["js-date"], "{day}-{month}");
    assert!(words.keys().all(|key| key.starts_with("js-")));
    let words: BTreeMap<String, String> = serde_json::from_str(script_words(Language::Ru)).unwrap();
    assert_eq!(words["js-members-few"], "{n} участника", "plural forms that Uzbek does not need");
    for language in Language::ALL {
        assert!(!script_words(language).contains('<'), "it stands inside a <script>");
    }
}

#[test]
fn the_words_for_too_many_files_say_how_many_are_taken() {
    for language in Language::ALL {
        let words = refusal(language, "too_long", Some("file"));
        assert!(words.contains(&actors::limits::FILES_OF_MESSAGE.to_string()), "{words}");
    }
}
