//! The name under which a browser is offered to keep a file: what its sender called it, without what would be a path, a hidden
//! file or a device of some system. Costs a few copies of the name.

use std::borrow::Cow;

use actix_web::http::header::{Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue};

/// What stands in the place of what may not be in a name.
const STAND_IN: char = '_';
/// Names that are devices on Windows, with any ending; `COM` and `LPT` with a digit are too.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// How a file is to be shown or kept: `filename` in ASCII for old readers, and `filename*` for the others (RFC 6266, RFC 8187).
pub fn disposition(kind: DispositionType, given: &str) -> ContentDisposition {
    let name = offered(given);
    let extended = ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: name.clone().into_bytes(),
    };
    let parameters = vec![DispositionParam::Filename(in_ascii(&name)), DispositionParam::FilenameExt(extended)];
    ContentDisposition { disposition: kind, parameters }
}

/// The name in all of Unicode.
fn offered(given: &str) -> String {
    let is_odd = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let name: String = given.chars().map(|c| if is_odd(c) { STAND_IN } else { c }).collect();
    // Dots before a name hide it; those behind it, and spaces, are dropped by Windows together with the sense of the ending.
    let inner = name.trim_start_matches('.');
    let leading = name.len() - inner.len();
    let core = inner.trim_end_matches(['.', ' ']);
    let trailing = inner.len() - core.len();
    let device = if is_device(core) { "_" } else { "" };
    format!("{device}{}{core}{}", "_".repeat(leading), "_".repeat(trailing))
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    let is_numbered =
        matches!(numbered, Some("0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"));
    is_numbered || DEVICES.contains(&stem.as_str())
}

/// The same in ASCII. A `%` goes too: some readers take what follows it for a code.
fn in_ascii(name: &str) -> String {
    let is_plain = |c: char| c != '%' && matches!(c, ' '..='~');
    name.chars().map(|c| if is_plain(c) { c } else { STAND_IN }).collect::<Cow<'_, str>>().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_and_hides_nothing() {
        for (given, name) in [
            ("hisobot 2026.pdf", "hisobot 2026.pdf"),
            ("ўқув қўлланма.docx", "ўқув қўлланма.docx"),
            ("../../etc/passwd", "___.._etc_passwd"),
            ("..\\..\\boot.ini", "___.._boot.ini"),
            (".htaccess", "_htaccess"),
            ("...", "___"),
            ("C:\\a.txt", "C__a.txt"),
            ("a\"b<c>|d?*.txt", "a_b_c__d__.txt"),
            ("a\r\nSet-Cookie: x=1", "a__Set-Cookie_ x=1"),
            ("setup.exe. .", "setup.exe___"),
            ("CON", "_CON"),
            ("con.txt", "_con.txt"),
            ("Aux .tar.gz", "_Aux .tar.gz"),
            ("lpt1.pdf", "_lpt1.pdf"),
            ("COM¹", "_COM¹"),
            ("conference.pdf", "conference.pdf"),
            ("com10.txt", "com10.txt"),
        ] {
            assert_eq!(offered(given), name, "{given:?}");
        }
    }

    #[test]
    fn a_header_has_the_name_in_ascii_and_whole() {
        let attachment = |name| disposition(DispositionType::Attachment, name).to_string();
        assert_eq!(attachment("a b.txt"), "attachment; filename=\"a b.txt\"; filename*=UTF-8''a%20b.txt");
        assert_eq!(attachment("100%41.txt"), "attachment; filename=\"100_41.txt\"; filename*=UTF-8''100%2541.txt");
        assert_eq!(attachment("ўқ'.txt"), "attachment; filename=\"__'.txt\"; filename*=UTF-8''%D1%9E%D2%9B%27.txt");
    }

    proptest::proptest! {
        #[test]
        fn whatever_a_file_is_called_its_header_is_one_line_of_ascii(name in "\\PC{0,80}|.{0,80}") {
            let header = disposition(DispositionType::Attachment, &name).to_string();
            assert!(header.chars().all(|c| matches!(c, ' '..='~')), "{header:?}");
            assert_eq!(header.matches('"').count(), 2, "{header:?}");
            assert!(!header.contains('/') && !header.contains('\\'), "{header:?}");
        }
    }
}
