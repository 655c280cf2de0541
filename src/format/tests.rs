//! The formatter's promises: what it marks, what it leaves alone, that it is safe, that it is linear.

use std::{
    collections::{HashMap, HashSet},
    time::{Duration, Instant},
};

use actors::ids::UserId;
use html5ever::{LocalName, QualName, ns, tendril::TendrilSink as _};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::prelude::*;

use super::*;

fn ali() -> Vec<Mention> {
    vec![Mention { user_id: UserId(7), folded: "ali".into() }]
}

fn format(text: &str) -> String {
    html(text, &ali())
}

/// The tree of a piece of markup, as text: one line a node.
fn tree(markup: &str) -> String {
    fn write(node: &Handle, depth: usize, out: &mut String) {
        match &node.data {
            NodeData::Element { name, attrs, .. } => {
                let mut attrs: Vec<_> =
                    attrs.borrow().iter().map(|a| format!("{}={:?}", a.name.local, a.value.to_string())).collect();
                attrs.sort();
                *out += &format!("{depth} <{}> {}\n", name.local, attrs.join(" "));
            }
            NodeData::Text { contents } => *out += &format!("{depth} {:?}\n", contents.borrow().to_string()),
            _ => {}
        }
        for child in node.children.borrow().iter() {
            write(child, depth + 1, out);
        }
    }
    let mut out = String::new();
    write(&parse(markup), 0, &mut out);
    out
}

fn parse(markup: &str) -> Handle {
    let div = QualName::new(None, ns!(html), LocalName::from("div"));
    html5ever::parse_fragment(RcDom::default(), Default::default(), div, Vec::new(), false).one(markup).document
}

/// What a reader sees.
fn text_of(markup: &str) -> String {
    fn collect(node: &Handle, out: &mut String) {
        if let NodeData::Text { contents } = &node.data {
            out.push_str(&contents.borrow());
        }
        for child in node.children.borrow().iter() {
            collect(child, out);
        }
    }
    let mut out = String::new();
    collect(&parse(markup), &mut out);
    out
}

/// A sanitiser that knows our tags and nothing else.
fn sanitised(markup: &str) -> String {
    let tags: HashSet<_> = ["strong", "em", "code", "pre", "a", "bdi"].into();
    let attributes: HashMap<_, HashSet<_>> =
        [("a", ["href", "target"].into()), ("pre", ["tabindex"].into()), ("bdi", ["class", "data-user"].into())].into();
    ammonia::Builder::empty()
        .tags(tags)
        .tag_attributes(attributes)
        .url_schemes(["http", "https"].into())
        .link_rel(Some("noopener noreferrer nofollow"))
        .clean(markup)
        .to_string()
}

#[test]
fn marks_become_elements() {
    for (text, markup) in [
        ("**a**", "<strong>a</strong>"),
        ("*a b*", "<em>a b</em>"),
        ("***a***", "<strong><em>a</em></strong>"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("*a **b** c*, d", "<em>a <strong>b</strong> c</em>, d"),
        ("(**a**)", "(<strong>a</strong>)"),
        ("`a*b*`", "<code>a*b*</code>"),
        ("`<b>`", "<code>&lt;b&gt;</code>"),
        ("**`a`**", "<strong><code>a</code></strong>"),
        ("x\n```rs\nfn a() {}\n\n```\ny", "x<pre tabindex=\"0\"><code>fn a() {}\n</code></pre>y"),
        ("```a b```", "<pre tabindex=\"0\"><code>a b</code></pre>"),
        (
            "@ali, @Ali!",
            "<bdi class=\"mention\" data-user=\"7\">@ali</bdi>, <bdi class=\"mention\" data-user=\"7\">@Ali</bdi>!",
        ),
        ("**@ali**", "<strong><bdi class=\"mention\" data-user=\"7\">@ali</bdi></strong>"),
    ] {
        assert_eq!(format(text), markup, "{text:?}");
    }
}

#[test]
fn nothing_else_changes_what_was_typed() {
    for text in [
        "# 1",
        "1.",
        "1. a\n2. b",
        "> x",
        "__init__",
        "_a_",
        "~~a~~",
        "\\",
        "\\*",
        "&copy;",
        "&lt;b&gt;",
        "[x](y)",
        "![x](y)",
        "a_b_c*d*e",
        "2*3*4",
        "a**b**c",
        "* a\n* b",
        "** a **",
        "*a",
        "a*",
        "**a*",
        "****",
        "****a****",
        "*a\nb*",
        "`a",
        "``a``",
        "`a\nb`",
        "```\na",
        "```\n```",
        "a ``` b",
        "@nobody",
        "ali@ali.uz",
        "@",
        "<script>alert(1)</script>",
        "<!-- x -->",
        "a  b\tc\n\n d",
        "---",
        "| a | b |",
        "http://",
        "http://.",
        "https:///x",
        "www.",
        "javascript:alert(1)",
        "ftp://x.uz",
        "xhttp://a.uz",
        "data:text/html,x",
        "\"'\"",
        "a\rb",
    ] {
        assert_eq!(format(text), escape(text), "{text:?}");
        assert_eq!(text_of(&format(text)), text, "{text:?}");
    }
}

#[test]
fn links_end_where_the_sentence_goes_on() {
    for (text, link) in [
        ("https://пример.рф/x_y", "https://пример.рф/x_y"),
        ("(https://x.uz/a_(b)).", "https://x.uz/a_(b)"),
        ("https://x.uz/?a=1&b=2#c, d", "https://x.uz/?a=1&b=2#c"),
        ("HTTPS://X.uz!", "HTTPS://X.uz"),
        ("**https://x.uz/a*b**", "https://x.uz/a*b"),
        ("http://localhost:8000/", "http://localhost:8000/"),
        ("http://[::1]/x", "http://[::1]/x"),
        ("<https://x.uz>", "https://x.uz"),
        ("https://x.uz/\u{202E}gpj", "https://x.uz/"),
    ] {
        let made = format(text);
        let anchor =
            format!("<a href=\"{0}\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">{0}</a>", escape(link));
        assert!(made.contains(&anchor), "{text:?}: {made}");
    }
    assert!(format("www.kspi.uz").starts_with("<a href=\"http://www.kspi.uz\" "));
    assert!(format("WWW.сайт.уз.").contains(">WWW.сайт.уз</a>."));
}

#[test]
fn only_resolved_names_are_mentions() {
    assert!(!format("@vali").contains("bdi"));
    assert!(!html("@ali", &[]).contains("bdi"));
    assert!(!format("`@ali`").contains("bdi"));
    assert!(!format("https://x.uz/@ali").contains("bdi"));
}

#[test]
fn a_line_in_a_list_has_no_marks() {
    assert_eq!(plain("**a** `b` @ali\n```sh\nls\n```\nwww.x.uz *c"), "a b @ali\nls\nwww.x.uz *c");
}

#[test]
fn pathological_texts_are_linear() {
    for piece in [
        "*",
        "**",
        "***",
        "`",
        "```",
        "```\n",
        "`a\n",
        "`a",
        "``",
        "*a ",
        "**a ",
        "*a**b",
        "*a* ",
        "***a ",
        "@",
        "@a",
        "@ali ",
        "http://",
        "http://a:x",
        "http://a",
        "www.",
        "www.a(",
        "[",
        "(((https://a.uz)",
        "<",
        "\u{202E}",
        "_",
        "```a```\n",
        "```\na\n",
        " ***",
        "a*",
        "\r",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let begun = Instant::now();
        let made = format(&text);
        // Quadratic work on this much would take minutes.
        assert!(begun.elapsed() < Duration::from_secs(5), "{piece:?} took {:?}", begun.elapsed());
        assert!(made.len() < 60 * text.len(), "{piece:?}");
    }
    let nested = format!("{}a{}", "**a *b ".repeat(10_000), " b* a**".repeat(10_000));
    assert_eq!(tree(&format(&nested)), tree(&sanitised(&format(&nested))));
}

/// Texts made of what the formatter looks at, and of anything.
fn texts() -> impl Strategy<Value = String> {
    let pieces = [
        "*",
        "**",
        "***",
        "`",
        "```",
        "\n",
        "\n```\n",
        " ",
        "a",
        "b c",
        "@ali",
        "@",
        "http://",
        "https://x.uz/",
        "www.",
        "x.uz/(a)",
        "<b>",
        "</strong>",
        "&copy;",
        "&",
        "\"",
        "'",
        "_",
        "\\",
        "[x](y)",
        "ў",
        "👍",
        "\r",
        "\u{202E}",
        "(",
        ")",
        ".",
        "javascript:",
        "rs",
        "<!--",
        "-->",
        "&#13;",
    ];
    let anything = any::<String>().prop_map(|text| text.replace('\0', "\u{FFFD}"));
    prop_oneof![
        4 => prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..40).prop_map(|pieces| pieces.concat()),
        1 => anything,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn the_output_is_what_a_sanitiser_leaves_of_it(text in texts()) {
        // The sanitiser writes a carriage return bare, which a parser reads as a line feed.
        let made = format(&text.replace('\r', ""));
        prop_assert_eq!(tree(&made), tree(&sanitised(&made)));
    }

    #[test]
    fn a_reader_sees_every_character_but_the_marks(text in texts()) {
        let seen = text_of(&format(&text));
        prop_assert_eq!(seen.replace('\n', ""), plain(&text).replace('\n', ""));
        if !text.contains("```") {
            prop_assert_eq!(seen.replace(['*', '`'], ""), text.replace(['*', '`'], ""));
        }
    }
}
