//! Where to go on after a login. Only a path of this site is ever followed, so that a link to the login page cannot lead
//! anybody to another site.

use std::fmt;

use actix_web::{HttpRequest, http::header};
use url::{Position, Url};

/// The longest path that is followed, in bytes.
const NEXT_BYTES: usize = 2_000;

/// A path of this site, with its query: one leading slash, printable ASCII, no `//` and no backslash anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next(String);

impl Next {
    /// Parses a path; `None` when it could lead elsewhere.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let own = text.starts_with('/')
            && text.len() <= NEXT_BYTES
            && !text.contains("//")
            && text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
        own.then(|| Self(text.to_owned()))
    }

    /// Parses a path; the home page when it could lead elsewhere.
    #[must_use]
    pub fn or_home(text: &str) -> Self {
        Self::parse(text).unwrap_or_default()
    }

    /// The page that a request came from, by its `Referer`: our pages send it to ourselves alone.
    #[must_use]
    pub fn asked_from(request: &HttpRequest) -> Option<Self> {
        let referrer = Url::parse(request.headers().get(header::REFERER)?.to_str().ok()?).ok()?;
        Self::parse(&referrer[Position::BeforePath..Position::AfterQuery])
    }

    /// The path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Next {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl fmt::Display for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn own_paths_are_followed() {
        for path in ["/", "/room/1/", "/room/1/?before=20#m3", "/?a=%2F%2Fb"] {
            assert_eq!(Next::or_home(path).as_str(), path);
        }
    }

    #[test]
    fn the_page_that_asked_is_a_path_of_ours_whatever_its_site() {
        let asked = |referrer: &str| {
            let request = TestRequest::default().insert_header((header::REFERER, referrer)).to_http_request();
            Next::asked_from(&request).map(|next| next.to_string())
        };
        assert_eq!(asked("http://localhost:8000/room/1/?before=7#m2").as_deref(), Some("/room/1/?before=7"));
        assert_eq!(asked("https://evil.example/login/").as_deref(), Some("/login/"));
        assert_eq!(asked("https://evil.example//other.example/"), None);
        assert_eq!(asked("about:blank"), None);
        assert_eq!(asked("/room/1/"), None);
    }

    #[test]
    fn what_could_lead_elsewhere_goes_home() {
        for path in [
            "",
            "room/1/",
            "//evil.example/",
            "/.//evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            " /room/1/",
            "/\t/evil.example",
            "/room\r\nSet-Cookie: a=b",
            "/хона/",
            "/\0",
            &format!("/{}", "a".repeat(NEXT_BYTES)),
        ] {
            assert_eq!(Next::or_home(path).as_str(), "/", "{path:?}");
        }
    }
}
