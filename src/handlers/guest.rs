//! A request of anybody, signed in or not: what is asked, and how it is answered.

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::{StatusCode, header},
    web::Data,
};
use actors::{domain::Language, metrics::CodeLabel};
use serde::Serialize;

use crate::{
    error::{Error, Result, place},
    guard::wants_json,
    handlers::fields::Fields,
    logins::{language_of, login_of},
    state::State,
    views::{FormError, Me, Pane, Reader, View},
};

/// A request.
pub struct Guest {
    /// The request.
    pub request: HttpRequest,
    /// What the program can reach.
    pub state: Data<State>,
}

impl FromRequest for Guest {
    type Error = Error;
    type Future = std::future::Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Self::of(request))
    }
}

impl Guest {
    /// The guest of a request.
    ///
    /// # Errors
    /// [`Error::Broken`] when the application was built without its [`State`].
    pub fn of(request: &HttpRequest) -> Result<Self> {
        let state = request.app_data::<Data<State>>().cloned();
        let state = state.ok_or_else(|| Error::Broken("the application has no state".into()))?;
        Ok(Self { request: request.clone(), state })
    }

    /// The fields after the question mark.
    ///
    /// # Errors
    /// `bad_field`.
    pub fn query(&self) -> Result<Fields> {
        Ok(Fields::parse(self.request.query_string().as_bytes())?)
    }

    /// The language of the answer.
    #[must_use]
    pub fn language(&self) -> Language {
        language_of(&self.request, self.state.config.language)
    }

    /// Whether a program asks, rather than a browser.
    #[must_use]
    pub fn wants_json(&self) -> bool {
        wants_json(&self.request)
    }

    /// Who looks at the page.
    #[must_use]
    pub fn reader(&self) -> Reader {
        let login = login_of(&self.request).ok().flatten();
        let theme = login.as_ref().map(|login| login.theme).unwrap_or_default();
        let user = login.map(Me::of);
        Reader { language: self.language(), theme, user }
    }

    /// A page.
    ///
    /// # Errors
    /// A fault of the template.
    pub fn page<V: View>(&self, view: &V) -> Result<HttpResponse> {
        let html = self.state.pages.render(view, &self.reader())?;
        Ok(HttpResponse::Ok().content_type("text/html; charset=utf-8").body(html))
    }

    /// Whether the right pane alone is asked for, to be put into a page that is open.
    #[must_use]
    pub fn wants_pane(&self, query: &Fields) -> bool {
        query.has("pane") && !self.wants_json()
    }

    /// A pane alone.
    ///
    /// # Errors
    /// A fault of the template.
    pub fn pane<P: Pane>(&self, pane: &P) -> Result<HttpResponse> {
        let html = self.state.pages.partial(P::TEMPLATE, pane, self.language())?;
        Ok(HttpResponse::Ok().content_type("text/html; charset=utf-8").body(html))
    }

    /// A form shown again with what was wrong in it, under the status of the refusal. That nobody is signed in any more
    /// concerns no form and stays an error.
    ///
    /// # Errors
    /// Such an error, and a fault of the template.
    pub fn again<V: View>(&self, view: &V, error: Error) -> Result<HttpResponse> {
        if matches!(error.code(), "not_signed_in" | "login_ended") {
            return Err(error);
        }
        self.state.metrics.errors.get_or_create(&CodeLabel { code: error.code() }).inc();
        if error.is_fault() {
            log::error!("{}: {error}", place(&self.request));
        }
        let html = self.state.pages.render(view, &self.reader())?;
        let mut response = HttpResponse::build(error.status());
        if let Some(seconds) = error.retry_after() {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        Ok(response.content_type("text/html; charset=utf-8").body(html))
    }

    /// Why a form is shown again, in words.
    #[must_use]
    pub fn form_error(&self, error: &Error) -> FormError {
        FormError { field: error.field().map(str::to_owned), text: error.words(self.language()) }
    }

    /// Answers a success: `status` and `body` for a program, the way on to `path` for a browser.
    #[must_use]
    pub fn done(&self, status: StatusCode, body: &impl Serialize, path: &str) -> HttpResponse {
        if self.wants_json() { HttpResponse::build(status).json(body) } else { see_other(path) }
    }
}

/// Sends a browser on to `path`.
#[must_use]
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}
