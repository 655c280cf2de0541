//! Typed contexts of the templates: one struct a page, tied to its template, so that a page cannot be shown with half its
//! data. Every template is compiled when the program starts; strict mode makes a name that the context lacks an error, and a
//! test renders every page in every language. A page costs some hundreds of microseconds.
//!
//! A handler makes the page's struct (the lists and bubbles in it come from [`crate::presentation::Presentation`]) and
//! hands it to [`Pages::render`] with the [`Reader`].

mod account;
mod avatar;
mod confirm;
mod create;
mod error;
mod form;
mod help;
mod helpers;
mod home;
mod join;
mod login;
mod members;
mod room;
mod settings;
mod setup;
mod shell;

pub use account::AccountPage;
pub use avatar::Avatar;
pub use confirm::{ConfirmPage, Question};
pub use create::CreatePage;
pub use error::ErrorPage;
pub use form::{Choice, FormError, enter_keys, languages, themes};
pub use help::{HelpPage, HelpPart, HelpRow};
pub use home::{HomePage, HomePane, LastLine, OpenRoomItem, RoomItem, RoomList, Tick};
pub use join::JoinPage;
pub use login::{LoginNote, LoginPage};
pub use members::{MemberAct, MemberItem, MembersPage};
pub use room::{Composer, Day, QuoteStrip, RoomHead, RoomPage, RoomPane, Row, RowReaction};
pub use settings::SettingsPage;
pub use setup::{ClosedPage, SetupPage};
pub use shell::Shell;

use std::sync::LazyLock;

use actors::{
    domain::{EnterKey, Language, Theme},
    ids::UserId,
    store::logins::Login,
};
use handlebars::{Handlebars, RenderError, TemplateError};
use rust_embed::RustEmbed;
use serde::Serialize;

use crate::assets;

#[derive(RustEmbed)]
#[folder = "templates/"]
struct Templates;

/// The template around every page.
const LAYOUT: &str = "layout";
/// The script of every page.
const SCRIPT: &str = "js/main.js";
/// What it imports, as addresses.
static MODULES: LazyLock<Vec<String>> = LazyLock::new(|| assets::modules(SCRIPT));

/// A page's context.
pub trait View: Serialize {
    /// Its template: the path under `templates/` without `.hbs`.
    const TEMPLATE: &'static str;

    /// What its window is called.
    fn title(&self, language: Language) -> String;
}

/// The right side of a page, which may be asked for by itself: the page's own template includes the same one.
pub trait Pane: Serialize {
    /// Its template, as of a [`View`].
    const TEMPLATE: &'static str;
}

/// Who looks at a page.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// In which language.
    pub language: Language,
    /// In which colours.
    pub theme: Theme,
    /// Who, when signed in.
    pub user: Option<Me>,
}

/// The signed-in user as pages show them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Me {
    /// Their id.
    pub id: UserId,
    /// What they log in with.
    pub username: String,
    /// What is shown.
    pub display_name: String,
    /// Whether they administer the site.
    pub is_admin: bool,
    /// Their avatar.
    pub avatar: Avatar,
    /// What their Enter key does.
    pub enter: EnterKey,
}

impl Me {
    /// The user of a login.
    #[must_use]
    pub fn of(login: Login) -> Self {
        let Login { user_id: id, username, display_name, is_admin, enter, .. } = login;
        let avatar = Avatar::new(&display_name, id.0);
        Self { id, username, display_name, is_admin, avatar, enter }
    }
}

/// What every page's template has beside its own fields.
#[derive(Serialize)]
struct Page<'a, V> {
    lang: &'static str,
    me: Option<&'a Me>,
    #[serde(flatten)]
    view: &'a V,
}

/// What stands around every page. Its context has the page as one text: a partial that took the page for its block would
/// copy the page's whole context.
#[derive(Serialize)]
struct Layout {
    lang: &'static str,
    /// `None` leaves it to the system.
    theme: Option<&'static str>,
    title: String,
    script: Option<String>,
    /// What it imports, so that the browser need not find out step by step.
    modules: &'static [String],
    body: String,
}

/// Every template, compiled, once for each language.
pub struct Pages {
    registries: [Handlebars<'static>; Language::ALL.len()],
}

impl Pages {
    /// Compiles every template.
    ///
    /// # Errors
    /// The first template that is wrong, by name and line.
    pub fn new() -> Result<Self, Box<TemplateError>> {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        // A partial's place in the template's source must not indent what is typed into it.
        registry.set_prevent_indent(true);
        registry.register_escape_fn(crate::format::escape);
        for path in Templates::iter() {
            let (Some(name), Some(file)) = (path.strip_suffix(".hbs"), Templates::get(&path)) else { continue };
            registry.register_template_string(name, String::from_utf8_lossy(&file.data)).map_err(Box::new)?;
        }
        Ok(Self {
            registries: Language::ALL.map(|language| {
                let mut registry = registry.clone();
                helpers::register(&mut registry, language);
                registry
            }),
        })
    }

    /// Renders a page for its reader.
    ///
    /// # Errors
    /// A name that the page's context lacks, words or an asset that do not exist: faults of the program, all found by tests.
    pub fn render<V: View>(&self, view: &V, reader: &Reader) -> Result<String, RenderError> {
        let (language, lang) = (reader.language, reader.language.tag());
        let page = Page { lang, me: reader.user.as_ref(), view };
        let layout = Layout {
            lang,
            theme: (reader.theme != Theme::System).then(|| reader.theme.as_str()),
            title: view.title(language),
            script: assets::url(SCRIPT),
            modules: &MODULES,
            body: self.partial(V::TEMPLATE, &page, language)?,
        };
        self.partial(LAYOUT, &layout, language)
    }

    /// Renders one template as it is, without a page around it.
    ///
    /// # Errors
    /// As [`Pages::render`].
    pub fn partial<T: Serialize>(&self, template: &str, data: &T, language: Language) -> Result<String, RenderError> {
        let [uz, uz_cyrl, ru, en] = &self.registries;
        let registry = match language {
            Language::Uz => uz,
            Language::UzCyrl => uz_cyrl,
            Language::Ru => ru,
            Language::En => en,
        };
        registry.render(template, data)
    }
}

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
