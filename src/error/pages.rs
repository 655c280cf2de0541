//! Refusals as their readers want them: JSON with the words of the code for a program, a page for a browser, and for a browser
//! that is to be signed in the way to the login page. Faults are logged and counted here, once, and told to nobody.

use std::{borrow::Cow, sync::Arc};

use actix_web::{
    HttpRequest, HttpResponse,
    body::{BodySize, BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, StatusCode, header},
    middleware::Next,
    web::Data,
};
use actors::{
    domain::Language,
    metrics::{CodeLabel, Metrics},
};
use url::form_urlencoded::byte_serialize;

use super::{Error, body, words};
use crate::{
    guard::wants_json,
    logins::{language_of, language_of_cookie, login_of},
    views::{ErrorPage, Me, Pages, Reader},
};

/// What [`error_pages`] needs, as data of the application.
pub struct ErrorPages {
    /// The templates.
    pub pages: Arc<Pages>,
    /// The site's language.
    pub language: Language,
    /// Where refusals are counted.
    pub metrics: Metrics,
}

/// What is told of a refusal.
struct Told {
    status: StatusCode,
    code: &'static str,
    field: Option<&'static str>,
    limit: Option<u64>,
}

/// The middleware that gives refusals their bodies. It stands outside of everything that may refuse; an answer that has a body
/// of its own and no error behind it (a form shown again) is left as it is.
///
/// # Errors
/// None of its own.
pub async fn error_pages<B: MessageBody + 'static>(
    with: Data<ErrorPages>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    // What is needed of a request whose middleware fails: the request itself is lost then.
    let (json, language) = (wants_json(request.request()), language_of_cookie(request.request(), with.language));
    let response = match next.call(request).await {
        Ok(response) => response,
        Err(error) => {
            let response = HttpResponse::from_error(error);
            let told = told(&response).unwrap_or(Told::of_status(response.status()));
            with.note("a middleware", &told, response.error());
            let reader = Reader { language, ..Reader::default() };
            let answer = with.answer(&told, &response, json, &reader);
            // The error goes on as a response, so that the middlewares around this one can add to it.
            return Err(actix_web::error::InternalError::from_response("refused by a middleware", answer).into());
        }
    };
    let Some(told) = told(response.response()) else { return Ok(response.map_into_boxed_body()) };
    let (request, response) = response.into_parts();
    with.note(&place(&request), &told, response.error());
    let answer = match way_to_login(&request, &told) {
        Some(location) => HttpResponse::SeeOther().insert_header((header::LOCATION, location)).finish(),
        None => with.answer(&told, &response, wants_json(&request), &with.reader(&request)),
    };
    Ok(ServiceResponse::new(request, answer))
}

/// What was asked, for the log: the method and the pattern of the address. The address itself may hold a secret.
#[must_use]
pub fn place(request: &HttpRequest) -> String {
    let pattern = request.match_pattern();
    format!("{} {}", request.method(), pattern.as_deref().unwrap_or("of no address"))
}

impl ErrorPages {
    fn note(&self, what: &str, told: &Told, error: Option<&actix_web::Error>) {
        self.metrics.errors.get_or_create(&CodeLabel { code: told.code }).inc();
        let is_fault = error
            .and_then(|error| error.as_error::<Error>())
            .map_or_else(|| told.status.is_server_error(), Error::is_fault);
        if let (true, Some(error)) = (is_fault, error) {
            log::error!("{what}: {error}");
        }
    }

    fn reader(&self, request: &HttpRequest) -> Reader {
        let login = login_of(request).ok().flatten();
        let theme = login.as_ref().map(|login| login.theme).unwrap_or_default();
        let user = login.map(Me::of);
        Reader { language: language_of(request, self.language), theme, user }
    }

    fn answer<B>(&self, told: &Told, refused: &HttpResponse<B>, json: bool, reader: &Reader) -> HttpResponse {
        let mut answer = HttpResponse::build(told.status);
        answer.insert_header((header::VARY, "Accept"));
        for name in [header::RETRY_AFTER, header::ALLOW, header::CONTENT_RANGE] {
            if let Some(value) = refused.headers().get(&name) {
                answer.insert_header((name, value.clone()));
            }
        }
        if json {
            let words = words(reader.language, told.code, told.field, told.limit);
            return answer.content_type("application/json").body(body(told.code, &words, told.field));
        }
        match self.pages.render(&ErrorPage::new(reader.language, told.status.as_u16()), reader) {
            Ok(page) => answer.content_type("text/html; charset=utf-8").body(page),
            Err(error) => {
                log::error!("the error page: {error}");
                answer.content_type("text/plain; charset=utf-8").body(told.code)
            }
        }
    }
}

impl Told {
    fn of(error: &Error) -> Self {
        Self { status: error.status(), code: error.code(), field: error.field(), limit: error.limit() }
    }

    /// A refusal of the framework, which has a status alone.
    fn of_status(status: StatusCode) -> Self {
        let code = match status {
            StatusCode::NOT_FOUND => "not_found",
            StatusCode::METHOD_NOT_ALLOWED => "method",
            StatusCode::REQUEST_TIMEOUT => "timed_out",
            StatusCode::PAYLOAD_TOO_LARGE => "too_large",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "unsupported",
            status if status.is_client_error() => "bad_request",
            _ => "fault",
        };
        Self { status, code, field: None, limit: None }
    }
}

/// What is to be told, if this is a refusal without a body of its own.
fn told<B: MessageBody>(response: &HttpResponse<B>) -> Option<Told> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    match response.error() {
        Some(error) => Some(error.as_error::<Error>().map(Told::of).unwrap_or_else(|| Told::of_status(status))),
        None => {
            let is_empty = matches!(response.body().size(), BodySize::None | BodySize::Sized(0));
            is_empty.then(|| Told::of_status(status))
        }
    }
}

/// Where a browser that wanted to see something signs in first.
fn way_to_login(request: &HttpRequest, told: &Told) -> Option<String> {
    let is_look = matches!(*request.method(), Method::GET | Method::HEAD);
    if told.status != StatusCode::UNAUTHORIZED || !is_look || wants_json(request) {
        return None;
    }
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let next: Cow<'_, str> = byte_serialize(target.as_bytes()).collect::<String>().into();
    Some(if target == "/" { "/login/".to_owned() } else { format!("/login/?next={next}") })
}

#[cfg(test)]
mod tests {
    use actix_web::{
        App,
        dev::Service as _,
        middleware::from_fn,
        test::{TestRequest, call_service, init_service, read_body},
        web,
    };
    use actors::Code;

    use super::*;
    use crate::i18n;

    async fn ask(request: TestRequest) -> (ServiceResponse<BoxBody>, Metrics) {
        let metrics = Metrics::default();
        let pages = Arc::new(Pages::new().unwrap());
        let with = ErrorPages { pages, language: Language::En, metrics: metrics.clone() };
        let refuse = |error: fn() -> Error| web::to(move || async move { Err::<HttpResponse, _>(error()) });
        let app = App::new()
            .app_data(Data::new(with))
            .wrap(from_fn(error_pages))
            .route("/fine/", web::get().to(|| async { "fine" }))
            .route("/form/", web::get().to(|| async { HttpResponse::Unauthorized().body("the form again") }))
            .route("/empty/", refuse(|| actors::Error::Field { field: "message", code: Code::Empty }.into()))
            .route("/busy/", refuse(|| Code::Busy.into()))
            .route("/mine/", refuse(|| Error::NotSignedIn))
            .route("/fault/", refuse(|| Error::Broken("SELECT secret FROM t".into())))
            .route("/number/{n}/", web::get().to(|n: web::Path<u32>| async move { n.to_string() }));
        let app = init_service(app).await;
        let response = call_service(&app, request.to_request()).await;
        (response.map_into_boxed_body(), metrics)
    }

    fn json(path: &str) -> TestRequest {
        TestRequest::with_uri(path).insert_header(("Accept", "application/json"))
    }

    async fn text(response: ServiceResponse<BoxBody>) -> String {
        String::from_utf8(read_body(response).await.to_vec()).unwrap()
    }

    #[actix_web::test]
    async fn the_log_names_the_pattern_of_an_address_and_none_of_its_secrets() {
        let show = || web::to(|request: HttpRequest| async move { place(&request) });
        let pages = web::scope("").route("/setup/{token}/", show()).default_service(show());
        let scope = web::scope("").service(pages);
        let app = init_service(App::new().service(scope)).await;
        for (path, told) in [("/setup/hush-hush/", "GET /setup/{token}/"), ("/hush-hush/", "GET of no address")] {
            let response = call_service(&app, TestRequest::with_uri(path).to_request()).await;
            assert_eq!(text(response.map_into_boxed_body()).await, told);
        }
    }

    #[actix_web::test]
    async fn a_program_gets_the_code_its_words_and_the_field() {
        let (response, metrics) = ask(json("/empty/")).await;
        assert_eq!(response.status(), 400);
        let words = i18n::refusal(Language::En, "empty", Some("message"));
        assert_eq!(text(response).await, body("empty", &words, Some("message")));
        assert_eq!(metrics.errors.get_or_create(&CodeLabel { code: "empty" }).get(), 1);
    }

    #[actix_web::test]
    async fn a_browser_gets_a_page_in_its_language_and_what_to_wait_for() {
        let (response, _) = ask(TestRequest::with_uri("/busy/").insert_header(("Cookie", "language=ru"))).await;
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers().get("Retry-After").unwrap(), "1");
        let page = text(response).await;
        assert!(page.contains("lang=\"ru\"") && page.contains("503"), "{page}");
    }

    #[actix_web::test]
    async fn a_browser_that_looks_is_sent_to_the_login_and_comes_back() {
        let (response, _) = ask(TestRequest::with_uri("/mine/?a=1&b=//x")).await;
        assert_eq!(response.status(), 303);
        assert_eq!(response.headers().get("Location").unwrap(), "/login/?next=%2Fmine%2F%3Fa%3D1%26b%3D%2F%2Fx");
        let (response, _) = ask(json("/mine/")).await;
        assert_eq!(response.status(), 401);
        let (response, _) = ask(TestRequest::post().uri("/mine/")).await;
        assert_eq!(response.status(), 401);
    }

    #[actix_web::test]
    async fn a_fault_is_told_without_its_cause() {
        let (response, _) = ask(TestRequest::with_uri("/fault/")).await;
        assert_eq!(response.status(), 500);
        let page = text(response).await;
        assert!(!page.contains("secret") && page.contains("500"), "{page}");
        let (response, _) = ask(json("/fault/")).await;
        assert!(text(response).await.starts_with(r#"{"error":{"code":"fault","#));
    }

    #[actix_web::test]
    async fn what_the_framework_refuses_looks_the_same() {
        let (response, _) = ask(json("/absent/")).await;
        assert_eq!(response.status(), 404);
        assert!(text(response).await.starts_with(r#"{"error":{"code":"not_found","#));
        let (response, _) = ask(json("/number/none/")).await;
        assert_eq!(response.status(), 404);
    }

    #[actix_web::test]
    async fn what_has_a_body_of_its_own_keeps_it() {
        let (response, _) = ask(TestRequest::with_uri("/form/")).await;
        assert_eq!((response.status().as_u16(), text(response).await.as_str()), (401, "the form again"));
        let (response, metrics) = ask(TestRequest::with_uri("/fine/")).await;
        assert_eq!(text(response).await, "fine");
        assert_eq!(metrics.errors.get_or_create(&CodeLabel { code: "not_found" }).get(), 0);
    }

    #[actix_web::test]
    async fn a_middleware_that_fails_is_answered_in_the_readers_language() {
        async fn fail(_: ServiceRequest, _: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
            Err(Error::Broken("SELECT secret FROM t".into()).into())
        }
        let pages = Arc::new(Pages::new().unwrap());
        let with = ErrorPages { pages, language: Language::En, metrics: Metrics::default() };
        let app = App::new().app_data(Data::new(with)).wrap(from_fn(fail)).wrap(from_fn(error_pages));
        let app = init_service(app).await;
        let request = json("/").insert_header(("Cookie", "language=ru")).to_request();
        let failed = app.call(request).await.unwrap_err().error_response();
        assert_eq!(failed.status(), 500);
        let told = actix_web::body::to_bytes(failed.into_body()).await.unwrap();
        assert_eq!(told, body("fault", &i18n::refusal(Language::Ru, "fault", None), None));
    }

    #[test]
    fn every_code_of_the_program_has_its_words() {
        for code in crate::error::CODES {
            for language in Language::ALL {
                assert_ne!(i18n::refusal(language, code, None), format!("error-{code}"), "{language:?}");
            }
        }
    }
}
