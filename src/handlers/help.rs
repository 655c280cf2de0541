//! `/help/`: what every key does.

use actix_web::HttpResponse;

use crate::{error::Result, handlers::visit::Visit, views::HelpPage};

/// `GET /help/`.
///
/// # Errors
/// A fault of the template.
pub async fn show(visit: Visit) -> Result<HttpResponse> {
    visit.page(&HelpPage::new(visit.login.enter))
}
