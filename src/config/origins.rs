//! Which hosts and origins are ours. A request for another host is misdirected; a page of another origin may change nothing
//! here. Both are compared whole, in lower case, with the default port left out or named; nothing is taken from the request.

use std::fmt::Write as _;

use url::Url;

/// The names that are ours when no public URL is given.
const LOCAL_HOSTS: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// How browsers reach the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins {
    /// Origins as browsers write them: scheme, host, and the port unless it is the scheme's own. The first is for links.
    origins: Vec<String>,
    hosts: Vec<String>,
    is_secure: bool,
    is_local: bool,
}

impl Origins {
    /// The one origin of a public URL that [`parse`] accepted.
    pub(super) fn public(url: &Url) -> Self {
        let host = url.host_str().unwrap_or_default();
        Self::new(url.scheme(), &[host], url.port_or_known_default().unwrap_or_default(), false)
    }

    /// The local names at one port, over plain http.
    pub(super) fn local(port: u16) -> Self {
        Self::new("http", &LOCAL_HOSTS, port, true)
    }

    fn new(scheme: &str, names: &[&str], port: u16, is_local: bool) -> Self {
        let is_secure = scheme == "https";
        let has_default_port = port == if is_secure { 443 } else { 80 };
        let mut ours = Self { origins: Vec::new(), hosts: Vec::new(), is_secure, is_local };
        for name in names {
            let mut shown = (*name).to_owned();
            let with_port = format!("{name}:{port}");
            if has_default_port {
                ours.hosts.push(shown.clone());
            } else {
                let _ = write!(shown, ":{port}");
            }
            ours.hosts.push(with_port);
            ours.origins.push(format!("{scheme}://{shown}"));
        }
        ours
    }

    /// The origin for links that the server prints, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        self.origins.first().map_or("", String::as_str)
    }

    /// Whether browsers come over https.
    #[must_use]
    pub const fn is_secure(&self) -> bool {
        self.is_secure
    }

    /// Whether no public URL was given.
    #[must_use]
    pub const fn is_local(&self) -> bool {
        self.is_local
    }

    /// Whether a `Host` names this server.
    #[must_use]
    pub fn is_our_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|ours| ours.eq_ignore_ascii_case(host))
    }

    /// Whether an `Origin` is one of ours.
    #[must_use]
    pub fn is_our_origin(&self, origin: &str) -> bool {
        self.origins.iter().any(|ours| ours.eq_ignore_ascii_case(origin))
    }
}

/// An origin and nothing else: `http` or `https`, a host, perhaps a port.
pub(super) fn parse(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("{text:?} is not a URL ({error})"))?;
    let is_origin = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|host| !host.is_empty())
        && url.username().is_empty()
        && url.password().is_none()
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none();
    is_origin.then_some(url).ok_or_else(|| format!("{text:?} is not of the form https://host or http://host:port"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_local_names_are_ours_at_their_port_only() {
        let ours = Origins::local(8000);
        for host in ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000"] {
            assert!(ours.is_our_host(host), "{host}");
        }
        for host in
            ["", "localhost", "localhost:80", "localhost:8000.", "evil.example:8000", "localhost:8000@evil.example"]
        {
            assert!(!ours.is_our_host(host), "{host}");
        }
        assert!(ours.is_our_origin("http://localhost:8000"));
        for origin in
            ["", "null", "https://localhost:8000", "http://localhost:8000/", "http://localhost", "localhost:8000"]
        {
            assert!(!ours.is_our_origin(origin), "{origin}");
        }
    }

    #[test]
    fn a_public_url_is_ours_with_its_default_port_named_or_not() {
        let ours = Origins::public(&parse("https://Пример.example/").unwrap());
        assert_eq!(ours.url(), "https://xn--e1afmkfd.example");
        assert!(ours.is_secure() && !ours.is_local());
        assert!(ours.is_our_host("xn--e1afmkfd.example") && ours.is_our_host("XN--E1AFMKFD.example:443"));
        assert!(!ours.is_our_host("xn--e1afmkfd.example:80") && !ours.is_our_host("localhost"));
        assert!(ours.is_our_origin("https://xn--e1afmkfd.example"));
        assert!(!ours.is_our_origin("http://xn--e1afmkfd.example"));
        let plain = Origins::public(&parse("http://10.0.0.5:8080").unwrap());
        assert_eq!(plain.url(), "http://10.0.0.5:8080");
        assert!(plain.is_our_host("10.0.0.5:8080") && !plain.is_our_host("10.0.0.5"));
    }
}
