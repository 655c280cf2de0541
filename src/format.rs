//! The text of a message as safe HTML: `@mention`, `**bold**`, `*italic*`, `` `code` ``, fenced code, links; line breaks stay,
//! and nothing else changes what was typed. One pass finds the tokens (`scan`), and this file writes them: every piece of
//! the source is escaped where it is written, and every tag is one of a few constants, so the output is safe by construction.
//! Linear in the text; 10,000 characters take well under a millisecond.

mod emoji;
mod scan;
mod size;

use actors::{domain::fold_username, message::Mention};

pub use emoji::is_emoji_only;
use scan::{Role, Style, Token};
pub use size::size;

/// The markup of a text. Only those names are mentions that were resolved when it was written.
#[must_use]
pub fn html(text: &str, mentions: &[Mention]) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for token in scan::tokens(text) {
        match token {
            Token::Text(text) => push_escaped(&mut out, text),
            Token::Code(code) => wrap(&mut out, "<code>", code, "</code>"),
            Token::Fence(code) => wrap(&mut out, "<pre tabindex=\"0\"><code>", code, "</code></pre>"),
            Token::Link(link) => push_link(&mut out, link),
            Token::Mention(name) => match mentioned(name, mentions) {
                Some(mention) => {
                    out.push_str("<bdi class=\"mention\" data-user=\"");
                    out.push_str(&mention.user_id.to_string());
                    wrap(&mut out, "\">", name, "</bdi>");
                }
                None => push_escaped(&mut out, name),
            },
            Token::Mark { role: Role::Literal, text } => push_escaped(&mut out, text),
            Token::Mark { role: Role::Open(style), .. } => out.push_str(style.open()),
            Token::Mark { role: Role::Close(style), .. } => out.push_str(style.close()),
        }
    }
    out
}

/// The text without its marks, for one line in a list.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for token in scan::tokens(text) {
        match token {
            Token::Text(text) | Token::Code(text) | Token::Link(text) | Token::Mention(text) => out.push_str(text),
            Token::Mark { role: Role::Literal, text } => out.push_str(text),
            Token::Mark { .. } => {}
            Token::Fence(code) => {
                out.push('\n');
                out.push_str(code);
                out.push('\n');
            }
        }
    }
    out
}

/// Escapes a text for the inside of an element or of a double-quoted attribute.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    push_escaped(&mut out, text);
    out
}

fn push_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'', '\r']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let mut after = from.chars();
        out.push_str(match after.next() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            Some('\'') => "&#39;",
            // A parser would turn it into a line feed.
            _ => "&#13;",
        });
        rest = after.as_str();
    }
    out.push_str(rest);
}

fn wrap(out: &mut String, open: &str, text: &str, close: &str) {
    out.push_str(open);
    push_escaped(out, text);
    out.push_str(close);
}

fn push_link(out: &mut String, link: &str) {
    let scheme = if scan::starts_with(link, "www.") { "http://" } else { "" };
    out.push_str("<a href=\"");
    out.push_str(scheme);
    push_escaped(out, link);
    wrap(out, "\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">", link, "</a>");
}

/// Who is named by an `@name`, if that was resolved.
fn mentioned<'m>(name: &str, mentions: &'m [Mention]) -> Option<&'m Mention> {
    if mentions.is_empty() {
        return None;
    }
    let folded = fold_username(name.strip_prefix('@')?);
    mentions.iter().find(|mention| mention.folded == folded)
}

impl Style {
    const fn open(self) -> &'static str {
        match self {
            Self::Bold => "<strong>",
            Self::Italic => "<em>",
        }
    }

    const fn close(self) -> &'static str {
        match self {
            Self::Bold => "</strong>",
            Self::Italic => "</em>",
        }
    }
}

#[cfg(test)]
mod tests;
