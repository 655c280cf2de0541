//! The table of addresses. Each takes the methods of its row; another is 405, what has no row is 404.

use actix_web::{
    Route, guard,
    web::{self, PathConfig, ServiceConfig},
};
use actors::Code;

use crate::{
    error::Error,
    handlers::{
        account, create, deletion, health, history, home, language, login, members, membership, metrics, missing,
        posts, room, settings, setup,
    },
};

/// Every address of a page or a form. An id that is no number names nothing.
pub fn routes(cfg: &mut ServiceConfig) {
    let at = |path: &str| web::resource(path).default_service(web::to(missing::method));
    let post = web::post;
    cfg.app_data(PathConfig::default().error_handler(|_, _| Error::from(Code::NotFound).into()))
        .service(at("/").route(get().to(home::home)))
        .service(at("/login/").route(get().to(login::form)).route(post().to(login::log_in)))
        .service(at("/logout/").route(post().to(login::log_out)))
        .service(at("/setup/{token}/").route(get().to(setup::form)).route(post().to(setup::make)))
        .service(at("/account/").route(get().to(account::show)).route(post().to(account::set)))
        .service(at("/account/password/").route(post().to(account::set_password)))
        .service(at("/language/").route(post().to(language::choose)))
        .service(at("/create/").route(get().to(create::form)).route(post().to(create::create)))
        .service(at("/room/{id}/").route(get().to(room::show)).route(post().to(posts::post)))
        .service(at("/room/{id}/messages/").route(get().to(history::messages)))
        .service(at("/room/{id}/join/").route(post().to(membership::join)))
        .service(at("/room/{id}/leave/").route(post().to(membership::leave)))
        .service(at("/room/{id}/read/").route(post().to(membership::read)))
        .service(at("/room/{id}/members/").route(get().to(members::list)).route(post().to(members::act)))
        .service(at("/room/{id}/settings/").route(get().to(settings::form)).route(post().to(settings::set)))
        .service(at("/delete-content/{message}/{type}/").route(post().to(deletion::content)))
        .service(at("/delete-room/{id}/").route(post().to(deletion::room)))
        .service(at("/healthz/").route(get().to(health::alive)))
        .service(at("/readyz/").route(get().to(health::ready)))
        .default_service(web::to(missing::missing));
}

/// A route for looking: `GET`, and `HEAD` for those who want the head alone.
pub fn get() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// The one address of the listener for counts.
pub fn metrics_routes(cfg: &mut ServiceConfig) {
    cfg.route("/metrics", web::get().to(metrics::metrics)).default_service(web::to(missing::missing));
}
