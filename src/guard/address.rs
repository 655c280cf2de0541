//! Whose request it is. `X-Forwarded-For` is believed only as far as trusted proxies wrote it, from the right.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use actix_http::{RequestHead, header};
use ipnet::IpNet;

pub(super) fn client_address(trusted: &[IpNet], head: &RequestHead) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut address = canonical(head.peer_addr.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip()));
    if !is_trusted(&address) {
        return address;
    }
    let lines: Vec<_> = head.headers.get_all(header::X_FORWARDED_FOR).collect();
    let hops = lines.iter().rev().flat_map(|line| line.to_str().unwrap_or("?").rsplit(','));
    for hop in hops {
        // What cannot be read cannot be believed, nor anything left of it.
        let Some(hop) = parse(hop.trim()) else { return address };
        address = hop;
        if !is_trusted(&address) {
            return address;
        }
    }
    address
}

/// An address as proxies write it: bare, in brackets, with or without a port.
fn parse(text: &str) -> Option<IpAddr> {
    let bare = || text.parse::<IpAddr>().ok();
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<IpAddr>().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare().or_else(bracketed).or_else(with_port).map(canonical)
}

/// An IPv4 address stays one when a socket of IPv6 carries it.
const fn canonical(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

#[cfg(test)]
mod tests {
    use actix_http::{Request, header::HeaderValue};

    use super::*;

    fn from(trusted: &[&str], peer: &str, lines: &[&str]) -> String {
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        let mut request = Request::new();
        let head = request.head_mut();
        head.peer_addr = Some(SocketAddr::new(peer.parse().unwrap(), 1));
        for line in lines {
            head.headers.append(header::X_FORWARDED_FOR, HeaderValue::from_str(line).unwrap());
        }
        client_address(&trusted, head).to_string()
    }

    #[test]
    fn without_a_trusted_proxy_the_peer_is_believed_alone() {
        assert_eq!(from(&[], "192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
        assert_eq!(from(&["10.0.0.0/8"], "192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
    }

    #[test]
    fn behind_proxies_it_is_the_right_most_address_that_is_none_of_them() {
        let trusted = ["10.0.0.0/8", "::1/128"];
        assert_eq!(from(&trusted, "10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(
            from(&trusted, "10.0.0.1", &["1.1.1.1, 203.0.113.9, 10.0.0.7"]),
            "203.0.113.9",
            "1.1.1.1 is made up"
        );
        assert_eq!(from(&trusted, "10.0.0.1", &["1.1.1.1", "203.0.113.9 ,10.0.0.7"]), "203.0.113.9", "in two lines");
        assert_eq!(from(&trusted, "::1", &["[2001:db8::5]:443"]), "2001:db8::5");
        assert_eq!(from(&trusted, "::ffff:10.0.0.1", &["203.0.113.9:55"]), "203.0.113.9");
        assert_eq!(from(&trusted, "10.0.0.1", &["10.0.0.3, 10.0.0.2"]), "10.0.0.3", "all of them ours");
    }

    #[test]
    fn what_cannot_be_read_hides_nobody_behind_it() {
        let trusted = ["10.0.0.0/8"];
        assert_eq!(from(&trusted, "10.0.0.1", &["203.0.113.9, unknown"]), "10.0.0.1");
        assert_eq!(from(&trusted, "10.0.0.1", &["203.0.113.9, , 10.0.0.2"]), "10.0.0.2");
        assert_eq!(from(&trusted, "10.0.0.1", &[""]), "10.0.0.1");
        assert_eq!(from(&trusted, "10.0.0.1", &[]), "10.0.0.1");
    }
}
