//! A cookie opened where the session middleware does not run: the same jar, the same key, the same first cookie of that name.

use actix_web::cookie::{Cookie, CookieJar, Key};

/// The value of the signed cookie `name` in a `Cookie` header; `None` when it is absent or was tampered with.
pub(super) fn open(header: &str, name: &str, key: &Key) -> Option<String> {
    let pairs = header.split(';').map(str::trim).filter(|pair| !pair.is_empty());
    let cookie = pairs.filter_map(|pair| Cookie::parse_encoded(pair).ok()).find(|cookie| cookie.name() == name)?;
    unseal(cookie.into_owned(), key)
}

/// The value of a signed cookie; `None` when it was tampered with.
pub(super) fn unseal(cookie: Cookie<'static>, key: &Key) -> Option<String> {
    let name = cookie.name().to_owned();
    let mut jar = CookieJar::new();
    jar.add_original(cookie);
    jar.signed(key).get(&name).map(|cookie| cookie.value().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(name: &'static str, value: &'static str, key: &Key) -> String {
        let mut jar = CookieJar::new();
        jar.signed_mut(key).add(Cookie::new(name, value));
        let cookie = jar.delta().next().unwrap().encoded().to_string();
        cookie.split(';').next().unwrap().to_owned()
    }

    #[test]
    fn only_a_cookie_signed_with_our_key_under_our_name_opens() {
        let (key, other) = (Key::from(&[1; 64]), Key::from(&[2; 64]));
        let cookie = signed("session", "token", &key);
        assert_eq!(open(&cookie, "session", &key).as_deref(), Some("token"));
        assert_eq!(open(&format!("a=b; {cookie}; c=d"), "session", &key).as_deref(), Some("token"));
        assert_eq!(open(&cookie, "session", &other), None);
        assert_eq!(open(&cookie, "__Host-session", &key), None);
        assert_eq!(open(&cookie.replace("token", "other"), "session", &key), None, "altered");
        for header in ["", ";;", "session", "session=", "session=token", "=;=", "session=%00"] {
            assert_eq!(open(header, "session", &key), None, "{header:?}");
        }
    }
}
