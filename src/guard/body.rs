//! Bodies come plain and in time. A body that pauses for 15 seconds, or brings less than 2 KiB a second after its first
//! 20 seconds, is given up: slow ones could hold connections for ever. Only time in which somebody waits for the body counts: what
//! the server does with it in between is not its sender's slowness.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use actix_http::{BoxedPayloadStream, Payload, RequestHead, error::PayloadError, header};
use bytes::Bytes;
use futures_util::Stream;
use tokio::time::{Instant, Sleep, sleep};

use crate::error::{Error, Result};

/// Bytes of a form's text part.
pub const FORM_BYTES: usize = 256 * 1024;
/// How fast a request's body must come.
const PACE: Pace =
    Pace { pause_max: Duration::from_secs(15), grace: Duration::from_secs(20), bytes_per_second: 2 * 1024 };

#[derive(Clone, Copy)]
struct Pace {
    /// How long it may pause.
    pause_max: Duration,
    /// How long it may be slow at first.
    grace: Duration,
    /// What it must bring on average after that.
    bytes_per_second: u128,
}

/// A request's body may not be compressed: nothing is unpacked here.
pub(super) fn check_encoding(head: &RequestHead) -> Result<()> {
    let mut encodings = head.headers.get_all(header::CONTENT_ENCODING);
    let is_plain = encodings.all(|encoding| encoding.as_bytes().eq_ignore_ascii_case(b"identity"));
    is_plain.then_some(()).ok_or(Error::Unsupported)
}

/// The same body, given up when it does not come in time.
pub(super) fn in_time(payload: Payload) -> Payload {
    paced(payload, PACE)
}

fn paced(body: Payload, pace: Pace) -> Payload {
    if matches!(body, Payload::None) {
        return body;
    }
    let (pause, asked, waited) = (Box::pin(sleep(pace.pause_max)), None, Duration::ZERO);
    let paced = Paced { body, pace, pause, asked, waited, bytes: 0 };
    let stream: BoxedPayloadStream = Box::pin(paced);
    Payload::Stream { payload: stream }
}

struct Paced {
    body: Payload,
    pace: Pace,
    pause: Pin<Box<Sleep>>,
    /// Since when somebody waits for the next bytes.
    asked: Option<Instant>,
    /// How long was waited for those that came.
    waited: Duration,
    bytes: u128,
}

impl Stream for Paced {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        match Pin::new(&mut this.body).poll_next(context) {
            Poll::Ready(Some(Ok(chunk))) => {
                this.bytes = this.bytes.saturating_add(chunk.len() as u128);
                this.waited += this.asked.take().map(|asked| asked.elapsed()).unwrap_or_default();
                let counted = this.waited.saturating_sub(this.pace.grace);
                let is_slow = this.bytes * 1000 < counted.as_millis() * this.pace.bytes_per_second;
                Poll::Ready(Some(if is_slow { Err(late()) } else { Ok(chunk) }))
            }
            Poll::Pending => {
                if this.asked.is_none() {
                    let now = Instant::now();
                    this.asked = Some(now);
                    this.pause.as_mut().reset(now + this.pace.pause_max);
                }
                this.pause.as_mut().poll(context).map(|()| Some(Err(late())))
            }
            done => done,
        }
    }
}

fn late() -> PayloadError {
    PayloadError::Io(std::io::ErrorKind::TimedOut.into())
}

#[cfg(test)]
mod tests {
    use futures_util::{StreamExt as _, stream};

    use super::*;

    async fn read(chunks: impl Stream<Item = Bytes> + 'static, pace: Pace) -> Result<usize, PayloadError> {
        let stream: BoxedPayloadStream = Box::pin(chunks.map(Ok));
        let mut payload = paced(Payload::Stream { payload: stream }, pace);
        let mut bytes = 0;
        while let Some(chunk) = payload.next().await {
            bytes += chunk?.len();
        }
        Ok(bytes)
    }

    fn is_late(result: Result<usize, PayloadError>) -> bool {
        matches!(result, Err(PayloadError::Io(error)) if error.kind() == std::io::ErrorKind::TimedOut)
    }

    #[actix_web::test]
    async fn a_body_that_comes_in_time_comes_whole() {
        let chunks = stream::iter((0..100).map(|_| Bytes::from_static(&[b'x'; 4096])));
        assert_eq!(read(chunks, PACE).await.unwrap(), 100 * 4096);
    }

    #[actix_web::test]
    async fn a_body_that_stops_is_given_up() {
        let began = Instant::now();
        let pace = Pace { pause_max: Duration::from_millis(50), ..PACE };
        let chunks = stream::iter([Bytes::from_static(b"content=")]).chain(stream::pending());
        assert!(is_late(read(chunks, pace).await));
        assert!(began.elapsed() >= pace.pause_max);
    }

    #[actix_web::test]
    async fn a_body_that_trickles_is_given_up() {
        let pace = Pace { grace: Duration::ZERO, bytes_per_second: 1024 * 1024, ..PACE };
        let chunks = stream::repeat(Bytes::from_static(b"x")).then(|chunk| async {
            sleep(Duration::from_millis(2)).await;
            chunk
        });
        assert!(is_late(read(chunks, pace).await));
    }

    #[actix_web::test]
    async fn what_the_server_does_in_between_is_not_the_senders_slowness() {
        let pace = Pace { pause_max: Duration::from_millis(100), grace: Duration::ZERO, bytes_per_second: 1024 };
        // Each chunk comes as soon as it is asked for, but not without asking.
        let chunks = stream::repeat(Bytes::from_static(b"x")).take(4).then(|chunk| async {
            tokio::task::yield_now().await;
            Ok(chunk)
        });
        let stream: BoxedPayloadStream = Box::pin(chunks);
        let mut payload = paced(Payload::Stream { payload: stream }, pace);
        while let Some(chunk) = payload.next().await {
            assert_eq!(chunk.unwrap(), "x");
            sleep(2 * pace.pause_max).await;
        }
    }

    #[test]
    fn a_packed_body_is_refused() {
        let check = |encoding: &str| {
            let request = actix_web::test::TestRequest::post().insert_header(("Content-Encoding", encoding));
            check_encoding(request.to_srv_request().request().head()).is_ok()
        };
        assert!(check("identity"));
        for encoding in ["gzip", "br", "identity, gzip", ""] {
            assert!(!check(encoding), "{encoding:?}");
        }
    }
}
