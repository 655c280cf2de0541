//! Every page in every language: well-formed, escaped, with nothing that the content security policy would refuse.

mod words;

use std::collections::HashSet;

use actors::domain::Language;
use html5ever::{ParseOpts, tendril::TendrilSink as _, tree_builder::TreeBuilderOpts};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use handlebars::Handlebars;
use serde_json::json;

use super::{Pages, Templates, helpers, samples};

/// Parses a page as a browser without scripts does; complaints of the parser come with it.
fn parse(html: &str) -> RcDom {
    let opts = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..Default::default() },
        ..Default::default()
    };
    html5ever::parse_document(RcDom::default(), opts).one(html)
}

/// Calls `visit` with the name and attributes of every element.
fn each_element(node: &Handle, visit: &mut impl FnMut(&str, &[(String, String)])) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let attrs: Vec<_> = attrs.borrow().iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
        visit(&name.local, &attrs);
    }
    for child in node.children.borrow().iter() {
        each_element(child, visit);
    }
}

#[test]
fn every_page_is_well_formed_and_safe_in_every_language() {
    let site = samples::site();
    for language in Language::ALL {
        for sample in samples::pages(&site, language) {
            let place = format!("{} in {}", sample.name, language.tag());
            // To look at them in a browser.
            if let Some(folder) = std::env::var_os("LIVECHAT_SAVE_PAGES") {
                let file = format!("{}.{}.html", sample.name, language.tag());
                std::fs::write(std::path::Path::new(&folder).join(file), &sample.html).unwrap();
            }
            let dom = parse(&sample.html);
            assert!(dom.errors.borrow().is_empty(), "{place}: {:?}", dom.errors.borrow());
            let mut ids = HashSet::new();
            let mut labels = Vec::new();
            each_element(&dom.document, &mut |name, attrs| {
                assert!(!matches!(name, "style" | "b\""), "{place}: <{name}>");
                let attr =
                    |wanted: &str| attrs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
                if name == "script" {
                    assert!(
                        attr("src").is_some() || attr("type") == Some("application/json"),
                        "{place}: inline script"
                    );
                }
                for (attr, value) in attrs {
                    assert!(attr != "style" && !attr.starts_with("on"), "{place}: {attr} on <{name}>");
                    if attr == "id" {
                        assert!(ids.insert(value.clone()), "{place}: id {value:?} twice");
                    }
                    if matches!(attr.as_str(), "for" | "aria-describedby" | "aria-controls") {
                        labels.push(value.clone());
                    }
                    if matches!(attr.as_str(), "href" | "src" | "action") {
                        assert!(!value.is_empty() && !value.contains("{{"), "{place}: {attr}={value:?}");
                    }
                }
            });
            for label in labels {
                assert!(ids.contains(&label), "{place}: nothing has the id {label:?}");
            }
            assert!(!sample.html.contains("<b>Oybek"), "{place}: an unescaped name");
            assert!(!sample.html.contains("<script>alert"), "{place}: an unescaped message");
            assert!(!sample.html.contains("Unknown localization"), "{place}");
            let lang = format!("<html lang=\"{}\"", sample.reader.language.tag());
            assert!(sample.html.contains(&lang), "{place}: {lang}");
        }
    }
}

#[test]
fn every_template_is_shown_by_some_sample() {
    let site = samples::site();
    let shown: HashSet<_> = samples::pages(&site, Language::Uz).iter().map(|sample| sample.name).collect();
    for path in Templates::iter() {
        let name = path.strip_suffix(".hbs").expect("only templates");
        let is_page = !name.contains('/') && !name.starts_with('_') && name != "layout";
        assert!(!is_page || shown.iter().any(|sample| sample.starts_with(name)), "{name}");
    }
}

#[test]
fn a_field_of_the_composer_keeps_its_first_line_break() {
    let site = samples::site();
    let pages = samples::pages(&site, Language::Uz);
    let edit = pages.iter().find(|sample| sample.name == "room-edit").unwrap();
    assert!(edit.html.contains(">\n\n&lt;b&gt;matn"), "the parser drops one line break after <textarea>");
}

/// Renders a template with the helpers of English.
fn render(template: &str, data: &serde_json::Value) -> Result<String, handlebars::RenderError> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(crate::format::escape);
    helpers::register(&mut registry, Language::En);
    registry.render_template(template, data)
}

#[test]
fn what_words_are_given_is_escaped() {
    let data = json!({ "user": "<img src=x onerror=alert(1)>", "n": 2 });
    let made = render(r#"{{t "system-joined" user=user}}"#, &data).unwrap();
    assert_eq!(made, "&lt;img src=x onerror=alert(1)&gt; entered the room");
    let made = render(r#"<a title="{{t "system-joined" user=user}}">{{t "members-count" n=n}}</a>"#, &data).unwrap();
    assert_eq!(made, "<a title=\"&lt;img src=x onerror=alert(1)&gt; entered the room\">2 members</a>");
}

#[test]
fn a_template_cannot_ask_for_what_is_not_there() {
    for template in [
        "{{name}}",
        "{{a.name}}",
        "{{#if name}}x{{/if}}",
        "{{#unless a.name}}x{{/unless}}",
        "{{#each names}}x{{/each}}",
        r#"{{t "system-joined" user=name}}"#,
        r#"{{t "no-such-key"}}"#,
        r#"{{asset "no/such.css"}}"#,
        r#"{{icon "no-such-icon"}}"#,
        r#"{{icon "send" "x\"><script>"}}"#,
        "{{> no_such_partial}}",
    ] {
        assert!(render(template, &json!({ "a": {} })).is_err(), "{template}");
    }
}

#[test]
fn every_partial_that_a_template_names_exists() {
    let names: HashSet<_> = Templates::iter().map(|path| path.trim_end_matches(".hbs").to_owned()).collect();
    for path in Templates::iter() {
        let file = Templates::get(&path).unwrap();
        let source = std::str::from_utf8(&file.data).unwrap();
        for mark in ["{{> ", "{{#> "] {
            for rest in source.split(mark).skip(1) {
                let name = rest.split([' ', '}']).next().unwrap();
                assert!(name == "@partial-block" || names.contains(name), "{path}: {name}");
            }
        }
    }
}

#[test]
fn every_page_preloads_the_scripts_that_it_starts() {
    let page =
        Pages::new().unwrap().render(&super::ErrorPage::new(Language::Uz, 404), &super::Reader::default()).unwrap();
    assert!(page.contains("js/main.js\"></script>"), "{page}");
    assert!(page.contains("<link rel=\"modulepreload\" href=\"/static/") && page.contains("js/page.js\">"), "{page}");
}
