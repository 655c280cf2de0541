//! What a handler leaves unread of a request's body. The answer goes first and at once; then up to 8 MiB or 2 s of the body are read
//! and dropped, and the connection ends. Closed with bytes unread, it would be reset, and a browser or a proxy that is still
//! sending would see the reset instead of the answer. A body that was read to its end costs one check.

use std::{
    cell::RefCell,
    future::poll_fn,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
    time::Duration,
};

use actix_http::{BoxedPayloadStream, Payload, ResponseHead, StatusCode, error::PayloadError};
use actix_web::{
    HttpMessage as _, HttpResponse,
    body::{BodySize, BoxBody, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    middleware::Next,
};
use bytes::Bytes;
use futures_util::Stream;
use tokio::time::{Sleep, sleep};

use crate::error::Result;

/// How much of a body is read after its answer.
const PATIENCE: Patience = Patience { bytes: 8 * 1024 * 1024, time: Duration::from_secs(2) };

#[derive(Clone, Copy)]
struct Patience {
    bytes: usize,
    time: Duration,
}

/// The middleware that lingers, outermost of all, so that nothing waits for the end of an answer that has none yet.
///
/// # Errors
/// What the service inside says, with an answer that lingers too.
pub async fn linger<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, Lingering>>, actix_web::Error> {
    let payload = request.take_payload();
    if matches!(payload, Payload::None) {
        request.set_payload(payload);
        return next.call(request).await.map(ServiceResponse::map_into_left_body);
    }
    let mut left = Left::of(payload, PATIENCE);
    request.set_payload(left.payload());
    match next.call(request).await {
        Ok(response) if left.is_nothing().await => Ok(response.map_into_left_body()),
        Ok(response) => Ok(response.map_body(|head, answer| EitherBody::right(Lingering::new(head, answer, left)))),
        Err(error) => {
            let response = HttpResponse::from_error(error);
            let response = response.map_body(|head, answer| BoxBody::new(Lingering::new(head, answer, left)));
            Err(InternalError::from_response("refused by a middleware", response).into())
        }
    }
}

/// An answer that ends when the body of its request does, or patience with it.
pub struct Lingering {
    answer: BoxBody,
    size: BodySize,
    is_given: bool,
    left: Left,
}

impl Lingering {
    fn new(head: &ResponseHead, answer: impl MessageBody + 'static, left: Left) -> Self {
        let size = match answer.size() {
            // An answer of a known length of none would not be asked for its end.
            BodySize::None | BodySize::Sized(0) if head.status != StatusCode::NO_CONTENT => BodySize::Stream,
            size => size,
        };
        Self { answer: answer.boxed(), size, is_given: false, left }
    }
}

impl MessageBody for Lingering {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        self.size
    }

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let this = self.get_mut();
        if this.is_given {
            return this.left.poll_drop(context).map(|()| None);
        }
        match Pin::new(&mut this.answer).poll_next(context) {
            Poll::Ready(None) => {
                this.is_given = true;
                // The last chunk of an answer that goes in chunks (RFC 9112, 7.1), nothing in another.
                Poll::Ready(Some(Ok(Bytes::new())))
            }
            given => given,
        }
    }
}

/// A request's body, or what is left of it.
struct Left {
    payload: Rc<RefCell<Payload>>,
    patience: Patience,
    dropped: usize,
    until: Option<Pin<Box<Sleep>>>,
}

impl Left {
    fn of(payload: Payload, patience: Patience) -> Self {
        Self { payload: Rc::new(RefCell::new(payload)), patience, dropped: 0, until: None }
    }

    /// The same body, for those who want to read it.
    fn payload(&self) -> Payload {
        let stream: BoxedPayloadStream = Box::pin(Shared(self.payload.clone()));
        Payload::Stream { payload: stream }
    }

    /// Whether the body has come to its end; drops what is there of it.
    async fn is_nothing(&mut self) -> bool {
        poll_fn(|context| Poll::Ready(self.poll_drop(context).is_ready())).await
    }

    /// Drops what comes of the body until its end or the end of patience.
    fn poll_drop(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let mut payload = self.payload.borrow_mut();
        while self.dropped <= self.patience.bytes {
            match Pin::new(&mut *payload).poll_next(context) {
                Poll::Ready(Some(Ok(chunk))) => self.dropped = self.dropped.saturating_add(chunk.len()),
                Poll::Ready(Some(Err(_)) | None) => break,
                Poll::Pending => {
                    let time = self.patience.time;
                    return self.until.get_or_insert_with(|| Box::pin(sleep(time))).as_mut().poll(context);
                }
            }
        }
        Poll::Ready(())
    }
}

struct Shared(Rc<RefCell<Payload>>);

impl Stream for Shared {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut *self.0.borrow_mut()).poll_next(context)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::{
        App, HttpRequest,
        body::to_bytes,
        http::header,
        middleware::{Compress, from_fn},
        test::{TestRequest, call_service, init_service},
        web,
    };
    use futures_util::{FutureExt as _, StreamExt as _, stream};

    use super::*;

    fn body(chunks: impl Stream<Item = Bytes> + 'static) -> Payload {
        let stream: BoxedPayloadStream = Box::pin(chunks.map(Ok));
        Payload::Stream { payload: stream }
    }

    fn lingering(chunks: impl Stream<Item = Bytes> + 'static, patience: Patience) -> Lingering {
        let head = HttpResponse::BadRequest().finish();
        Lingering::new(head.head(), "no", Left::of(body(chunks), patience))
    }

    #[actix_web::test]
    async fn an_answer_is_given_before_its_request_has_ended() {
        let mut answer = Box::pin(lingering(stream::pending(), PATIENCE));
        assert_eq!(answer.size(), BodySize::Sized(2));
        let mut next = || poll_fn(|context| answer.as_mut().poll_next(context)).now_or_never();
        assert_eq!(next().unwrap().unwrap().unwrap(), "no");
        assert_eq!(next().unwrap().unwrap().unwrap(), "");
        assert!(next().is_none());
    }

    #[actix_web::test]
    async fn an_answer_ends_with_its_request_or_with_patience() {
        let chunk = Bytes::from_static(&[b'x'; 1000]);
        let read = std::rc::Rc::new(std::cell::Cell::new(0));
        let counted = read.clone();
        let endless = stream::repeat(chunk.clone()).inspect(move |chunk| counted.set(counted.get() + chunk.len()));
        let patience = Patience { bytes: 10_000, time: Duration::from_secs(3600) };
        assert_eq!(to_bytes(lingering(endless, patience)).await.unwrap(), "no");
        assert_eq!(read.get(), 11_000);

        let whole = stream::iter(vec![chunk.clone(); 5]);
        assert_eq!(to_bytes(lingering(whole, patience)).await.unwrap(), "no");
        let patience = Patience { bytes: 10_000, time: Duration::from_millis(20) };
        let silent = stream::iter([chunk]).chain(stream::pending());
        assert_eq!(to_bytes(lingering(silent, patience)).await.unwrap(), "no");
    }

    #[actix_web::test]
    async fn what_was_read_or_had_no_body_is_answered_as_it_is() {
        let read = |mut body: web::Payload| async move { while body.next().await.is_some() {} };
        let app = App::new()
            .wrap(Compress::default())
            .wrap(from_fn(linger))
            .route("/read/", web::post().to(move |body| read(body).map(|()| HttpResponse::Ok().finish())))
            .route("/unread/", web::post().to(|_: HttpRequest| async { HttpResponse::SeeOther().finish() }));
        let app = init_service(app).await;
        for (path, sent, size) in [
            ("/read/", "a form", BodySize::Sized(0)),
            ("/unread/", "", BodySize::Sized(0)),
            // What is there already is dropped at once.
            ("/unread/", "a form", BodySize::Sized(0)),
        ] {
            let request = TestRequest::post().uri(path).insert_header((header::ACCEPT_ENCODING, "gzip"));
            let request = if sent.is_empty() { request } else { request.set_payload(sent) };
            let response = call_service(&app, request.to_request()).await;
            assert_eq!(response.response().body().size(), size, "{path} {sent}");
        }
    }
}
