//! Which site a request is for and which it comes from. Same rules as Go's `CrossOriginProtection`: what a browser says of
//! itself (`Sec-Fetch-Site`, `Origin`) is compared with the configured origins; a request that says nothing is refused.

use actix_http::{
    RequestHead,
    header::{self, HeaderName},
};

use crate::{
    config::Origins,
    error::{Error, Result},
};

/// What a browser says of the page that asks.
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// `Host`, and the authority of an absolute request target, must be ours; one `Host`, no more.
pub(super) fn check_host(origins: &Origins, head: &RequestHead) -> Result<()> {
    let mut hosts = head.headers.get_all(header::HOST);
    let host = hosts.next().and_then(|host| host.to_str().ok()).ok_or(Error::ForeignHost)?;
    let target = head.uri.authority().map_or(host, |authority| authority.as_str());
    let is_ours = hosts.next().is_none() && origins.is_our_host(host) && origins.is_our_host(target);
    is_ours.then_some(()).ok_or(Error::ForeignHost)
}

/// An unsafe request: `Sec-Fetch-Site` decides where a browser sends it, `Origin` where it does not.
pub(super) fn check_origin(origins: &Origins, head: &RequestHead) -> Result<()> {
    let is_ours = match one(head, &SEC_FETCH_SITE)? {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => one(head, &header::ORIGIN)?.is_some_and(|origin| origins.is_our_origin(origin)),
    };
    is_ours.then_some(()).ok_or(Error::ForeignOrigin)
}

/// An upgrade: `Origin` decides where it is there.
pub(super) fn check_upgrade_origin(origins: &Origins, head: &RequestHead) -> Result<()> {
    let is_ours = match one(head, &header::ORIGIN)? {
        Some(origin) => origins.is_our_origin(origin),
        None => one(head, &SEC_FETCH_SITE)? == Some("same-origin"),
    };
    is_ours.then_some(()).ok_or(Error::ForeignOrigin)
}

/// The one value of a header; two are as bad as a foreign one.
fn one<'h>(head: &'h RequestHead, name: &header::HeaderName) -> Result<Option<&'h str>> {
    let mut values = head.headers.get_all(name);
    let Some(value) = values.next() else { return Ok(None) };
    let value = value.to_str().map_err(|_| Error::ForeignOrigin)?;
    if values.next().is_some() { Err(Error::ForeignOrigin) } else { Ok(Some(value)) }
}
