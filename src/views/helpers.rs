//! What templates can call: `t` for words, `asset` for addresses of static files, `icon` for a drawing of the sprite; `if`
//! and `unless` that mind strict mode. `t` and `asset` return values, so that the template escapes them as it does
//! everything; `icon` writes markup made of our own addresses and of classes that are checked to be plain.

use actors::domain::Language;
use fluent_templates::fluent_bundle::FluentValue;
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, JsonTruthy as _, Output, RenderContext, RenderError,
    RenderErrorReason, Renderable as _, ScopedJson,
};
use serde_json::Value;

use crate::{assets, i18n};

/// Gives a registry the helpers of one language.
pub(super) fn register(registry: &mut Handlebars<'static>, language: Language) {
    registry.register_helper("t", Box::new(Words(language)));
    registry.register_helper("asset", Box::new(Asset));
    registry.register_helper("icon", Box::new(icon));
    registry.register_helper("if", Box::new(Condition(true)));
    registry.register_helper("unless", Box::new(Condition(false)));
}

fn fault(message: String) -> RenderError {
    RenderErrorReason::Other(message).into()
}

fn param<'a>(h: &'a Helper<'_>, index: usize) -> Result<&'a str, RenderError> {
    let value = h.param(index).and_then(|param| param.value().as_str());
    value.ok_or_else(|| fault(format!("{}: argument {index} is not a text", h.name())))
}

/// `{{t "key" name=value}}`: words in the reader's language.
struct Words(Language);

impl HelperDef for Words {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        h: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let key = param(h, 0)?;
        let args = h.hash().iter().map(|(name, value)| {
            let value = match value.value() {
                Value::String(text) => FluentValue::from(text.clone()),
                Value::Number(number) => FluentValue::from(number.as_f64().unwrap_or_default()),
                other => return Err(fault(format!("t {key:?}: {name} is {other}"))),
            };
            Ok(((*name).to_owned().into(), value))
        });
        let args = args.collect::<Result<i18n::Args<'_>, _>>()?;
        let words = i18n::find(self.0, key, Some(&args)).ok_or_else(|| fault(format!("no words for {key:?}")))?;
        Ok(ScopedJson::Derived(words.into()))
    }
}

/// `{{asset "css/app.css"}}`: the address of a static file.
struct Asset;

impl HelperDef for Asset {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        h: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let path = param(h, 0)?;
        let url = assets::url(path).ok_or_else(|| fault(format!("no static file {path:?}")))?;
        Ok(ScopedJson::Derived(url.into()))
    }
}

/// `{{#if a}}` and `{{#unless a}}`: those of the library take a name that the context lacks for false, in strict mode too.
struct Condition(bool);

impl HelperDef for Condition {
    fn call<'reg: 'rc, 'rc>(
        &self,
        h: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let known = h.param(0).filter(|param| !param.is_value_missing());
        let value = known.ok_or_else(|| fault(format!("{}: the context lacks its name", h.name())))?.value();
        let block = if value.is_truthy(false) == self.0 { h.template() } else { h.inverse() };
        block.map_or(Ok(()), |block| block.render(registry, context, render, out))
    }
}

/// `{{icon "reply" "icon--turn"}}`: a drawing of the sprite, with more classes if need be.
fn icon(
    h: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let name = param(h, 0)?;
    let classes = h.param(1).and_then(|param| param.value().as_str()).unwrap_or_default();
    let plain = classes.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' '));
    let href = assets::icon(name).filter(|_| plain);
    let href = href.ok_or_else(|| fault(format!("no icon {name:?} {classes:?}")))?;
    let gap = if classes.is_empty() { "" } else { " " };
    write!(Line(out), r#"<svg class="icon{gap}{classes}" aria-hidden="true"><use href="{href}"/></svg>"#)
        .map_err(|error| fault(error.to_string()))
}

use std::fmt::Write as _;

/// Lets `write!` write to a template's output.
struct Line<'a>(&'a mut dyn Output);

impl std::fmt::Write for Line<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.write(text).map_err(|_| std::fmt::Error)
    }
}
