//! A browser without a page, or a program: sends requests as they come from our own origin, keeps cookies, follows nothing.

use std::collections::BTreeMap;

use serde_json::Value;
use ureq::{
    Agent,
    http::{HeaderMap, Method, Request, StatusCode, request::Builder},
};

use super::multipart::Multipart;

/// Bytes of the longest answer.
const ANSWER_BYTES: u64 = 256 * 1024 * 1024;

/// One visitor of a server.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
    base: String,
    cookies: BTreeMap<String, String>,
}

/// A request that is being made.
pub struct Call<'c> {
    client: &'c mut Client,
    request: Builder,
    body: Vec<u8>,
}

/// An answer.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// The body as text; what is none is not in it.
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Client {
    pub fn new(base: &str) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).max_redirects(0).proxy(None);
        Self { agent: config.build().new_agent(), base: base.to_owned(), cookies: BTreeMap::new() }
    }

    /// A request as a browser makes it on our own pages.
    pub fn call(&mut self, method: Method, path: &str) -> Call<'_> {
        let mut request = Request::builder().method(&method).uri(format!("{}{path}", self.base));
        if method == Method::POST {
            request = request.header("origin", &self.base).header("sec-fetch-site", "same-origin");
        }
        Call { client: self, request, body: Vec::new() }
    }

    pub fn get(&mut self, path: &str) -> Reply {
        self.call(Method::GET, path).send()
    }

    pub fn get_json(&mut self, path: &str) -> Reply {
        self.call(Method::GET, path).json().send()
    }

    pub fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Reply {
        self.call(Method::POST, path).form(form).send()
    }

    pub fn post_json(&mut self, path: &str, form: &[(&str, &str)]) -> Reply {
        self.call(Method::POST, path).json().form(form).send()
    }

    /// Sends a form with files.
    pub fn upload(&mut self, path: &str, form: Multipart) -> Reply {
        self.call(Method::POST, path).json().body(&Multipart::kind(), form.bytes()).send()
    }

    /// Makes a room.
    pub fn create_room(&mut self, name: &str, visibility: &str) -> i64 {
        let reply = self.post_json("/create/", &[("room_name", name), ("visibility", visibility)]);
        reply.value()["room_id"].as_i64().unwrap_or_else(|| panic!("no room: {}", reply.body))
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Where the server is.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The `Cookie` header, if there is a cookie.
    pub fn cookies(&self) -> Option<String> {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!cookies.is_empty()).then(|| cookies.join("; "))
    }

    fn keep(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() || cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

impl Call<'_> {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Some(headers) = self.request.headers_mut() {
            headers.remove(name);
        }
        self.request = self.request.header(name, value);
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.request.headers_mut().unwrap().remove(name);
        self
    }

    pub fn json(self) -> Self {
        self.header("accept", "application/json")
    }

    pub fn form(self, form: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        self.body("application/x-www-form-urlencoded", body)
    }

    pub fn body(mut self, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", kind)
    }

    pub fn send(mut self) -> Reply {
        if let Some(cookies) = self.client.cookies() {
            self = self.header("cookie", &cookies);
        }
        let request = self.request.body(self.body).unwrap();
        let mut response = self.client.agent.run(request).unwrap();
        let bytes = response.body_mut().with_config().limit(ANSWER_BYTES).read_to_vec().unwrap();
        self.client.keep(response.headers());
        let body = String::from_utf8(bytes.clone()).unwrap_or_default();
        Reply { status: response.status(), headers: response.headers().clone(), body, bytes }
    }
}

impl Reply {
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Where a browser is sent on to.
    pub fn location(&self) -> &str {
        self.header("location").unwrap_or_else(|| panic!("no location: {} {}", self.status, self.body))
    }

    /// The name under which a browser is offered to keep it, whole.
    pub fn offered(&self) -> String {
        let header = self.header("content-disposition").unwrap_or_else(|| panic!("{} {}", self.status, self.body));
        let (_, coded) = header.split_once("filename*=UTF-8''").unwrap();
        percent_encoding::percent_decode_str(coded).decode_utf8().unwrap().into_owned()
    }

    pub fn value(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.body))
    }

    /// The status and the stable code of a refusal.
    pub fn refusal(&self) -> (u16, String) {
        (self.status(), self.value()["error"]["code"].as_str().unwrap_or("no code").to_owned())
    }

    pub fn field(&self) -> String {
        self.value()["error"]["field"].as_str().unwrap_or("no field").to_owned()
    }
}
