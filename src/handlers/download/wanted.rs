//! What a request wants of a representation that never changes: all of it, a part, or only to hear that it is still the same
//! (RFC 9110, 13 and 14). A `Range` of several parts, of another unit or of no sense is ignored, as the RFC allows: players
//! and interrupted downloads ask for one.

use std::time::SystemTime;

use actix_web::{
    HttpMessage as _, HttpRequest,
    http::{
        Method,
        header::{
            self, ByteRangeSpec, EntityTag, Header, HttpDate, IfMatch, IfModifiedSince, IfNoneMatch, IfRange,
            IfUnmodifiedSince,
        },
    },
};

/// What tells one representation from another.
#[derive(Clone, Debug)]
pub struct Validators {
    /// A strong tag.
    pub etag: EntityTag,
    /// Since when it is what it is.
    pub modified: HttpDate,
}

/// What to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// 200: everything.
    Whole,
    /// 206: these bytes, both ends included.
    Part {
        /// The first.
        first: u64,
        /// The last.
        last: u64,
    },
    /// 304: nothing, the asker has it.
    NotModified,
    /// 412: nothing, the asker wanted another one.
    Failed,
    /// 416: nothing, there are no such bytes.
    Unsatisfiable,
}

/// What a GET or HEAD wants of `size` bytes.
pub fn wanted(request: &HttpRequest, current: &Validators, size: u64) -> Wanted {
    if !is_expected(request, current) {
        return Wanted::Failed;
    }
    if is_known(request, current) {
        return Wanted::NotModified;
    }
    // Only GET has ranges (14.2).
    let part = (*request.method() == Method::GET).then(|| range(request)).flatten();
    match part.filter(|_| is_same(request, current)) {
        None => Wanted::Whole,
        Some(part) => {
            part.to_satisfiable_range(size).map_or(Wanted::Unsatisfiable, |(first, last)| Wanted::Part { first, last })
        }
    }
}

/// `If-Match`, or without it `If-Unmodified-Since`.
fn is_expected(request: &HttpRequest, current: &Validators) -> bool {
    if request.headers().contains_key(header::IF_MATCH) {
        return match typed::<IfMatch>(request) {
            Some(IfMatch::Any) => true,
            Some(IfMatch::Items(tags)) => tags.iter().any(|tag| tag.strong_eq(&current.etag)),
            None => false,
        };
    }
    typed::<IfUnmodifiedSince>(request)
        .is_none_or(|IfUnmodifiedSince(since)| seconds(current.modified) <= seconds(since))
}

/// `If-None-Match`, or without it `If-Modified-Since`.
fn is_known(request: &HttpRequest, current: &Validators) -> bool {
    if request.headers().contains_key(header::IF_NONE_MATCH) {
        return match typed::<IfNoneMatch>(request) {
            Some(IfNoneMatch::Any) => true,
            Some(IfNoneMatch::Items(tags)) => tags.iter().any(|tag| tag.weak_eq(&current.etag)),
            None => false,
        };
    }
    typed::<IfModifiedSince>(request).is_some_and(|IfModifiedSince(since)| seconds(current.modified) <= seconds(since))
}

/// `If-Range`: a part is of use only to who has the rest of the same.
fn is_same(request: &HttpRequest, current: &Validators) -> bool {
    if !request.headers().contains_key(header::IF_RANGE) {
        return true;
    }
    match typed::<IfRange>(request) {
        Some(IfRange::EntityTag(tag)) => tag.strong_eq(&current.etag),
        Some(IfRange::Date(date)) => seconds(date) == seconds(current.modified),
        None => false,
    }
}

/// The one part that is asked for.
fn range(request: &HttpRequest) -> Option<ByteRangeSpec> {
    let (unit, parts) = request.headers().get(header::RANGE)?.to_str().ok()?.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") { None } else { parts.trim().parse().ok() }
}

fn typed<H: Header>(request: &HttpRequest) -> Option<H> {
    request.get_header::<H>()
}

/// Dates on the wire have no parts of a second.
fn seconds(date: HttpDate) -> u64 {
    SystemTime::from(date).duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use actix_web::test::TestRequest;

    use super::*;

    const DAY: &str = "Fri, 02 Jan 1970 00:00:00 GMT";
    const DAY_BEFORE: &str = "Thu, 01 Jan 1970 00:00:00 GMT";
    const DAY_AFTER: &str = "Sat, 03 Jan 1970 00:00:00 GMT";

    fn asked(method: Method, size: u64, headers: &[(&str, &str)]) -> Wanted {
        let modified = SystemTime::UNIX_EPOCH + Duration::from_millis(86_400_999);
        let current = Validators { etag: EntityTag::new_strong("a".into()), modified: modified.into() };
        let mut request = TestRequest::default().method(method);
        for header in headers {
            request = request.insert_header(*header);
        }
        wanted(&request.to_http_request(), &current, size)
    }

    #[test]
    fn one_part_is_given_and_what_is_no_part_is_ignored() {
        let part = |first, last| Wanted::Part { first, last };
        for (range, wanted) in [
            ("bytes=0-0", part(0, 0)),
            ("bytes=2-5", part(2, 5)),
            ("Bytes=2-", part(2, 9)),
            ("bytes=2-99", part(2, 9)),
            ("bytes=-3", part(7, 9)),
            ("bytes=-99", part(0, 9)),
            ("bytes=10-", Wanted::Unsatisfiable),
            ("bytes=99-100", Wanted::Unsatisfiable),
            ("bytes=-0", Wanted::Unsatisfiable),
            ("bytes=5-2", Wanted::Whole),
            ("bytes=0-1,3-4", Wanted::Whole),
            ("bytes=", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
            ("bytes=a-b", Wanted::Whole),
            ("bytes=0-99999999999999999999", Wanted::Whole),
            ("lines=0-1", Wanted::Whole),
            ("0-1", Wanted::Whole),
        ] {
            assert_eq!(asked(Method::GET, 10, &[("range", range)]), wanted, "{range}");
            assert_eq!(asked(Method::HEAD, 10, &[("range", range)]), Wanted::Whole, "HEAD {range}");
        }
        assert_eq!(asked(Method::GET, 0, &[("range", "bytes=0-")]), Wanted::Unsatisfiable);
    }

    #[test]
    fn a_part_is_given_only_to_who_has_the_rest_of_the_same() {
        for (condition, is_part) in [
            ("\"a\"", true),
            ("\"b\"", false),
            ("W/\"a\"", false),
            (DAY, true),
            (DAY_BEFORE, false),
            (DAY_AFTER, false),
            ("nonsense", false),
        ] {
            let wanted = asked(Method::GET, 10, &[("range", "bytes=1-2"), ("if-range", condition)]);
            assert_eq!(wanted != Wanted::Whole, is_part, "{condition}");
        }
    }

    #[test]
    fn who_has_it_already_is_told_so() {
        for (headers, wanted) in [
            (vec![("if-none-match", "\"a\"")], Wanted::NotModified),
            (vec![("if-none-match", "W/\"a\"")], Wanted::NotModified),
            (vec![("if-none-match", "\"b\", \"a\"")], Wanted::NotModified),
            (vec![("if-none-match", "*")], Wanted::NotModified),
            (vec![("if-none-match", "\"b\"")], Wanted::Whole),
            (vec![("if-none-match", "\"b\""), ("if-modified-since", DAY)], Wanted::Whole),
            (vec![("if-modified-since", DAY)], Wanted::NotModified),
            (vec![("if-modified-since", DAY_AFTER)], Wanted::NotModified),
            (vec![("if-modified-since", DAY_BEFORE)], Wanted::Whole),
            (vec![("if-none-match", "\"a\""), ("range", "bytes=1-2")], Wanted::NotModified),
            (vec![("if-match", "\"a\"")], Wanted::Whole),
            (vec![("if-match", "*")], Wanted::Whole),
            (vec![("if-match", "\"b\"")], Wanted::Failed),
            (vec![("if-match", "W/\"a\"")], Wanted::Failed),
            (vec![("if-unmodified-since", DAY)], Wanted::Whole),
            (vec![("if-unmodified-since", DAY_BEFORE)], Wanted::Failed),
        ] {
            for method in [Method::GET, Method::HEAD] {
                assert_eq!(asked(method.clone(), 10, &headers), wanted, "{method} {headers:?}");
            }
        }
    }
}
