use std::{
    net::Ipv4Addr,
    sync::atomic::{AtomicI64, AtomicUsize, Ordering},
    time::Duration,
};

use actix_web::{
    App, HttpResponse,
    body::BoxBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, StatusCode, header},
    middleware::{Next, from_fn},
    test::{TestRequest, call_service, init_service, read_body},
    web::{self, Data},
};
use actors::{
    domain::Username,
    limits::LOGIN_IDLE_MS,
    store::{
        Options,
        accounts::{CreateUser, ProfileOf},
    },
};
use tempfile::TempDir;

use super::*;

const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

/// A store with one user, whose time the test sets, and logins that count their reads.
struct Site {
    logins: Logins,
    user_id: UserId,
    now: Arc<AtomicI64>,
    reads: Arc<AtomicUsize>,
    _folder: TempDir,
}

impl Site {
    async fn new(is_secure: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::for_test(folder.path(), 8000);
        if is_secure {
            let args = ["livechat", "--public-url", "https://chat.example"];
            let args = <crate::config::Args as clap::Parser>::try_parse_from(args).unwrap();
            config.origins = Config::new(&args).unwrap().origins;
        }
        config.data.prepare().unwrap();
        let now = Arc::new(AtomicI64::new(1_800_000_000_000));
        let clock: Clock = {
            let now = now.clone();
            Arc::new(move || now.load(Ordering::Relaxed))
        };
        let store = Store::open(Options { clock: clock.clone(), ..Options::new(config.data.database()) }).unwrap();
        let account = CreateUser {
            username: Username::parse("ali").unwrap(),
            display_name: None,
            email: None,
            password_hash: "-".into(),
            is_admin: false,
            only_first_admin: false,
        };
        let user_id = store.write(account).await.unwrap();
        let reads = Arc::new(AtomicUsize::new(0));
        let counting: Clock = {
            let reads = reads.clone();
            Arc::new(move || {
                reads.fetch_add(1, Ordering::Relaxed);
                clock()
            })
        };
        let logins = Logins::new(&config, store, counting).unwrap();
        Self { logins, user_id, now, reads, _folder: folder }
    }

    /// Sends a request with a cookie to an application that signs in, signs out and says who is there.
    async fn call(&self, method: Method, path: &str, cookie: &str) -> ServiceResponse {
        async fn log_in(request: HttpRequest, logins: Data<Logins>, user_id: Data<UserId>) -> Result<HttpResponse> {
            let token = logins.begin(**user_id, ADDRESS, "Browser/1\r\nX").await?;
            sign_in(&request, **user_id, &token)?;
            Ok(HttpResponse::NoContent().finish())
        }
        async fn who(one: SignedIn, _same: SignedIn) -> String {
            one.0.username
        }
        async fn log_out(request: HttpRequest, logins: Data<Logins>) -> Result<HttpResponse> {
            sign_out(&logins, &request).await?;
            Ok(HttpResponse::NoContent().finish())
        }
        async fn around(
            request: ServiceRequest,
            next: Next<BoxBody>,
        ) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
            assert!(login_of(request.request())?.is_none(), "nobody is known before the session is opened");
            let response = next.call(request).await?;
            let is_known = login_of(response.request())?.is_some();
            assert_eq!(is_known, response.status() == StatusCode::OK, "who was there is known around the session");
            Ok(response)
        }
        let app = App::new()
            .app_data(Data::new(self.logins.clone()))
            .app_data(Data::new(self.user_id))
            .wrap(Logins::identities())
            .wrap(self.logins.sessions())
            .wrap(from_fn(around))
            .route("/in/", web::post().to(log_in))
            .route("/who/", web::get().to(who))
            .route("/out/", web::post().to(log_out));
        let app = init_service(app).await;
        let request = TestRequest::default().method(method).uri(path).insert_header((header::COOKIE, cookie));
        call_service(&app, request.to_request()).await
    }

    /// Logs in and returns the cookie as a browser sends it back.
    async fn log_in(&self, cookie: &str) -> String {
        cookie_of(&self.call(Method::POST, "/in/", cookie).await).unwrap()
    }

    async fn is_in(&self, cookie: &str) -> bool {
        let response = self.call(Method::GET, "/who/", cookie).await;
        let by_page = match response.status() {
            StatusCode::OK => read_body(response).await == "ali",
            StatusCode::UNAUTHORIZED => false,
            status => panic!("{status}"),
        };
        let by_socket = from_cookie_header(&self.logins, cookie).await.unwrap();
        assert_eq!(by_socket.map(|login| login.user_id), by_page.then_some(self.user_id), "both doors agree");
        by_page
    }
}

fn set_cookie(response: &ServiceResponse) -> Option<&str> {
    response.headers().get(header::SET_COOKIE).map(|value| value.to_str().unwrap())
}

fn cookie_of(response: &ServiceResponse) -> Option<String> {
    set_cookie(response).and_then(|line| line.split(';').next()).map(ToOwned::to_owned)
}

#[actix_web::test]
async fn a_login_is_known_at_both_doors_by_its_cookie_until_it_is_ended() {
    let site = Site::new(false).await;
    let cookie = site.log_in("").await;
    assert!(site.is_in(&cookie).await);
    assert!(site.is_in(&format!("language=ru; {cookie}")).await);
    assert!(!site.is_in("").await);
    assert!(!site.is_in("session=made-up").await);
    assert!(!site.is_in(&cookie.replacen("session=", "session=x", 1)).await, "altered");

    let out = site.call(Method::POST, "/out/", &cookie).await;
    assert!(set_cookie(&out).unwrap().contains("Max-Age=0"), "{:?}", set_cookie(&out));
    assert!(!site.is_in(&cookie).await, "the old cookie is dead, whoever kept it");
}

#[actix_web::test]
async fn the_cookie_is_what_the_public_url_allows() {
    let plain = Site::new(false).await.call(Method::POST, "/in/", "").await;
    let line = set_cookie(&plain).unwrap();
    assert!(line.starts_with("session=") && !line.contains("Secure"), "{line}");
    let site = Site::new(true).await;
    let secure = site.call(Method::POST, "/in/", "").await;
    let line = set_cookie(&secure).unwrap();
    assert!(line.starts_with("__Host-session=") && line.contains("Secure") && !line.contains("Domain"), "{line}");
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=34560000"] {
        assert!(line.contains(attribute), "{attribute}: {line}");
    }
    assert!(site.is_in(&cookie_of(&secure).unwrap()).await);
}

#[actix_web::test]
async fn a_new_login_has_a_new_token_and_ends_the_one_before() {
    let site = Site::new(false).await;
    let one = site.log_in("").await;
    let two = site.log_in(&one).await;
    assert_ne!(one, two);
    assert!(!site.is_in(&one).await);
    assert!(site.is_in(&two).await);
    let elsewhere = site.log_in("").await;
    assert!(site.is_in(&elsewhere).await && site.is_in(&two).await, "a login on another device ends none");
}

#[actix_web::test]
async fn a_login_slides_with_its_use_and_ends_a_day_after_the_last() {
    let site = Site::new(false).await;
    let cookie = site.log_in("").await;
    let login = |cookie: String| {
        let logins = site.logins.clone();
        async move { from_cookie_header(&logins, &cookie).await.unwrap() }
    };
    site.now.fetch_add(LOGIN_TOUCH_MS, Ordering::Relaxed);
    let before = login(cookie.clone()).await.unwrap().used_at;
    // The note is written in the background.
    let noted = async { while login(cookie.clone()).await.unwrap().used_at == before {} };
    tokio::time::timeout(Duration::from_secs(10), noted).await.unwrap();
    assert_eq!(login(cookie.clone()).await.unwrap().used_at, before + LOGIN_TOUCH_MS);
    site.now.fetch_add(LOGIN_IDLE_MS, Ordering::Relaxed);
    assert!(login(cookie.clone()).await.is_some(), "a day after the last use");
    site.now.fetch_add(2 * LOGIN_IDLE_MS, Ordering::Relaxed);
    assert!(!site.is_in(&cookie).await);
}

#[actix_web::test]
async fn a_request_reads_its_login_once() {
    let site = Site::new(false).await;
    let cookie = site.log_in("").await;
    let reads = |since: usize| site.reads.load(Ordering::Relaxed) - since;
    let before = reads(0);
    site.call(Method::GET, "/who/", &cookie).await;
    assert_eq!(reads(before), 1);
    site.call(Method::GET, "/who/", "").await;
    assert_eq!(reads(before), 1, "without a cookie there is nothing to read");
}

#[actix_web::test]
async fn a_store_that_is_stopping_does_not_make_anybody_a_stranger() {
    let site = Site::new(false).await;
    let cookie = site.log_in("").await;
    site.logins.store.stop().await.unwrap();
    for path in ["/in/", "/out/"] {
        let refused = site.call(Method::POST, path, &cookie).await;
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(set_cookie(&refused).is_none(), "{path}");
    }
    assert_eq!(site.call(Method::POST, "/out/", "").await.status(), StatusCode::NO_CONTENT);
}

#[actix_web::test]
async fn the_language_is_the_users_then_the_cookies_then_the_sites() {
    let site = Site::new(false).await;
    assert!(site.logins.store.read(ProfileOf { user_id: site.user_id }).await.unwrap().is_some());
    let request = |cookie: &str| TestRequest::default().insert_header((header::COOKIE, cookie)).to_http_request();
    assert_eq!(language_of(&request(""), Language::En), Language::En);
    assert_eq!(language_of(&request("language=ru"), Language::En), Language::Ru);
    assert_eq!(language_of(&request("language=klingon"), Language::En), Language::En);
}
