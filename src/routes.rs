//! The table of addresses. Each takes the methods of its row; another is 405 and is told them, what has no row
//! is 404.

use actix_web::{
    Resource, Route, guard,
    middleware::Compress,
    web::{self, PathConfig, ServiceConfig, post},
};
use actors::Code;

use crate::{
    error::Error,
    handlers::{
        account, create, deletion, download, health, help, history, home, language, login, members, membership,
        metrics, missing, posts, react, reading, room, settings, setup,
    },
};

/// Every address but those of the embedded files. An id that is no number names nothing. Pages are packed; the files of messages are
/// sent as they are, with their length and in parts.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.app_data(PathConfig::default().error_handler(|_, _| Error::from(Code::NotFound).into()))
        .service(page("/download/{message}/", get().to(download::first_file)))
        .service(page("/download/{message}/{n}/", get().to(download::file)))
        .service(page("/thumbnail/{message}/{n}/", get().to(download::thumbnail)))
        .service(web::scope("").wrap(Compress::default()).configure(pages));
}

/// Every address of a page or a form.
fn pages(cfg: &mut ServiceConfig) {
    cfg.service(page("/", get().to(home::home)))
        .service(form("/login/", get().to(login::form), post().to(login::log_in)))
        .service(act("/logout/", post().to(login::log_out)))
        .service(form("/setup/{token}/", get().to(setup::form), post().to(setup::make)))
        .service(form("/account/", get().to(account::show), post().to(account::set)))
        .service(form("/account/password/", get().to(account::show_password), post().to(account::set_password)))
        .service(form("/language/", get().to(language::show), post().to(language::choose)))
        .service(page("/help/", get().to(help::show)))
        .service(form("/create/", get().to(create::form), post().to(create::create)))
        .service(form("/room/{id}/", get().to(room::show), post().to(posts::post)))
        .service(page("/room/{id}/messages/", get().to(history::messages)))
        .service(page("/room/{id}/pictures/", get().to(history::pictures)))
        .service(act("/room/{id}/join/", post().to(membership::join)))
        .service(act("/room/{id}/leave/", post().to(membership::leave)))
        .service(form("/room/{id}/read/", get().to(reading::state), post().to(reading::read)))
        .service(act("/room/{id}/unread/", post().to(reading::mark)))
        .service(page("/room/{id}/readers/", get().to(reading::readers)))
        .service(form("/room/{id}/members/", get().to(members::list), post().to(members::act)))
        .service(form("/room/{id}/settings/", get().to(settings::form), post().to(settings::set)))
        .service(form("/react/{message}/", get().to(react::reactors), post().to(react::react)))
        .service(act("/delete-content/{message}/{type}/", post().to(deletion::content)))
        .service(act("/delete-room/{id}/", post().to(deletion::room)))
        .service(page("/healthz/", get().to(health::alive)))
        .service(page("/readyz/", get().to(health::ready)))
        .service(page("/metrics", get().to(metrics::metrics_by_token)))
        .default_service(web::to(missing::missing));
}

/// An address for looking.
pub fn page(path: &str, get: Route) -> Resource {
    at(path, "GET, HEAD").route(get)
}

/// An address for doing.
fn act(path: &str, post: Route) -> Resource {
    at(path, "POST").route(post)
}

/// An address for looking and doing.
fn form(path: &str, get: Route, post: Route) -> Resource {
    at(path, "GET, HEAD, POST").route(get).route(post)
}

/// An address that tells whoever comes by another method which ones it takes.
fn at(path: &str, methods: &'static str) -> Resource {
    web::resource(path).default_service(web::to(move || missing::method(methods)))
}

/// A route for looking: `GET`, and `HEAD` for those who want the head alone.
pub fn get() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// The one address of the listener for counts.
pub fn metrics_routes(cfg: &mut ServiceConfig) {
    cfg.service(page("/metrics", get().to(metrics::metrics))).default_service(web::to(missing::missing));
}
