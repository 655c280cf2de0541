//! Finds the tokens of a text in one pass. Asterisks that find no partner on their line stay what was typed; what is code or
//! a link is looked into no further. Every search for an end either succeeds and is skipped over, or is not made again
//! before the line (for a fence: the text) is over, so the whole is linear.

use std::{iter::Peekable, ops::Range};

use actors::domain::mentions_in;

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// As typed.
    Text(&'t str),
    /// Between backticks.
    Code(&'t str),
    /// Between fences.
    Fence(&'t str),
    /// An address, as typed.
    Link(&'t str),
    /// An `@name`, whoever that may be.
    Mention(&'t str),
    /// Asterisks.
    Mark { role: Role, text: &'t str },
}

/// What asterisks turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Literal,
    Open(Style),
    Close(Style),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Bold,
    Italic,
}

impl Style {
    /// How many asterisks it takes.
    const fn width(self) -> usize {
        match self {
            Self::Bold => 2,
            Self::Italic => 1,
        }
    }
}

const FENCE: &str = "```";
const SCHEMES: [&str; 3] = ["https://", "http://", "www."];

/// The tokens of a text, in order.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut scan = Scan { text, from: 0, tokens: Vec::new(), open: Vec::new(), no_fence: false, no_code: false };
    scan.run(mentions_in(text).peekable());
    scan.tokens
}

/// Whether a text starts with an ASCII prefix, in any case.
pub(super) fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

struct Scan<'t> {
    text: &'t str,
    /// Where the text begins that is in no token yet.
    from: usize,
    tokens: Vec<Token<'t>>,
    /// The open styles of this line, outermost first, by their tokens; at most one of each style.
    open: Vec<(Style, usize)>,
    /// No fence ends in the rest of the text.
    no_fence: bool,
    /// No backtick is in the rest of the line.
    no_code: bool,
}

impl<'t> Scan<'t> {
    fn run(&mut self, mut mentions: Peekable<impl Iterator<Item = Range<usize>>>) {
        let mut before = '\n';
        let mut at = 0;
        while let Some(c) = self.rest(at).chars().next() {
            let token_end = match c {
                '\n' => {
                    self.open.clear();
                    self.no_code = false;
                    None
                }
                '*' => Some(self.stars(at, before)),
                '`' if before == '\n' && self.rest(at).starts_with(FENCE) => {
                    self.fence(at).or_else(|| Some(at + FENCE.len()))
                }
                '`' => self.code(at),
                'h' | 'H' | 'w' | 'W' if !before.is_alphanumeric() => self.link(at),
                '@' => {
                    while mentions.next_if(|range| range.start < at).is_some() {}
                    mentions.next_if(|range| range.start == at).map(|range| self.take(range, Token::Mention))
                }
                _ => None,
            };
            let next = token_end.unwrap_or(at + c.len_utf8());
            before = self.slice(at, next).chars().next_back().unwrap_or(c);
            at = next;
        }
        self.text_until(at);
    }

    fn rest(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    fn slice(&self, from: usize, to: usize) -> &'t str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// What lies before `at` and is in no token yet is text.
    fn text_until(&mut self, at: usize) {
        let text = self.slice(self.from, at);
        if !text.is_empty() {
            self.tokens.push(Token::Text(text));
        }
        self.from = at;
    }

    /// Makes a token of a range and returns its end.
    fn take(&mut self, range: Range<usize>, token: fn(&'t str) -> Token<'t>) -> usize {
        self.text_until(range.start);
        self.tokens.push(token(self.slice(range.start, range.end)));
        self.from = range.end;
        range.end
    }

    /// A run of asterisks: one is italic, two are bold, three are both, more are nothing. It opens before and closes behind
    /// what is no space, at the edge of a word.
    fn stars(&mut self, at: usize, before: char) -> usize {
        let rest = self.rest(at);
        let behind = rest.trim_start_matches('*');
        let end = at + rest.len() - behind.len();
        let styles: &[Style] = match end - at {
            1 => &[Style::Italic],
            2 => &[Style::Bold],
            3 => &[Style::Bold, Style::Italic],
            _ => return end,
        };
        let after = behind.chars().next().unwrap_or('\n');
        let closes = !before.is_whitespace() && !after.is_alphanumeric();
        let opens = !after.is_whitespace() && !before.is_alphanumeric();
        if closes && styles.iter().all(|style| self.open.iter().any(|(open, _)| open == style)) {
            self.text_until(at);
            let mut left = styles.len();
            while let Some((style, opener)) = (left > 0).then(|| self.open.pop()).flatten() {
                // Another style that was opened in between would cross this one: it stays as typed.
                if !styles.contains(&style) {
                    continue;
                }
                if let Some(Token::Mark { role, .. }) = self.tokens.get_mut(opener) {
                    *role = Role::Open(style);
                }
                self.mark(style, Role::Close(style));
                left -= 1;
            }
        } else if opens {
            self.text_until(at);
            for style in styles {
                self.open.retain(|(open, _)| open != style);
                self.open.push((*style, self.tokens.len()));
                self.mark(*style, Role::Literal);
            }
        }
        end
    }

    /// Makes a token of the next asterisks.
    fn mark(&mut self, style: Style, role: Role) {
        let end = self.from + style.width();
        self.tokens.push(Token::Mark { role, text: self.slice(self.from, end) });
        self.from = end;
    }

    /// `` `code` `` on one line.
    fn code(&mut self, at: usize) -> Option<usize> {
        if self.no_code {
            return None;
        }
        let rest = self.rest(at + 1);
        let Some(length) = rest.find(['`', '\n']).filter(|length| !self.rest(at + 1 + length).starts_with('\n')) else {
            self.no_code = true;
            return None;
        };
        if length == 0 {
            // Two or more in a row are no code.
            return Some(at + 1 + rest.len() - rest.trim_start_matches('`').len());
        }
        self.text_until(at);
        self.from = at + 1;
        self.from = self.take(at + 1..at + 1 + length, Token::Code) + 1;
        Some(self.from)
    }

    /// A fence at the start of a line: up to the line that is nothing but a fence, or within its line. It is a block, so one
    /// line break on either side goes with it.
    fn fence(&mut self, at: usize) -> Option<usize> {
        let start = at + FENCE.len();
        let first = line_of(self.rest(start));
        let short = first.trim_end().strip_suffix(FENCE).filter(|code| !code.trim().is_empty() && !code.contains('`'));
        if let Some(code) = short {
            return Some(self.take_fence(at, start..start + code.len(), start + first.len()));
        }
        if self.no_fence || !first.trim().chars().all(|c| c.is_ascii_alphanumeric() || "+-#._".contains(c)) {
            return None;
        }
        let start = start + first.len() + 1;
        let mut line_at = start;
        while let Some(rest) = self.text.get(line_at..).filter(|rest| !rest.is_empty()) {
            let line = line_of(rest);
            if line.trim_end() == FENCE {
                return (line_at > start).then(|| self.take_fence(at, start..line_at - 1, line_at + line.len()));
            }
            line_at += line.len() + 1;
        }
        self.no_fence = true;
        None
    }

    /// Makes a fence of `code`, which with its marks stands from `at` to `over`.
    fn take_fence(&mut self, at: usize, code: Range<usize>, over: usize) -> usize {
        self.open.clear();
        self.no_code = false;
        self.text_until(if at > self.from { at - 1 } else { at });
        self.from = code.start;
        self.take(code, Token::Fence);
        self.from = if self.rest(over).starts_with('\n') { over + 1 } else { over };
        self.from
    }

    /// An address with a host. What only looks like one is stepped over whole.
    fn link(&mut self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        let scheme = SCHEMES.into_iter().find(|scheme| starts_with(rest, scheme))?;
        if !rest.get(scheme.len()..)?.starts_with(|c: char| c.is_alphanumeric() || c == '[') {
            return None;
        }
        let link = trim_link(rest.get(..rest.find(ends_link).unwrap_or(rest.len()))?);
        let whole = if scheme == "www." { format!("http://{link}") } else { link.to_owned() };
        let range = at..at + link.len();
        match url::Url::parse(&whole) {
            Ok(url) if url.has_host() => Some(self.take(range, Token::Link)),
            _ => Some(range.end),
        }
    }
}

/// A text up to its first line break.
fn line_of(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

/// What no address contains: white space, controls, quotes and brackets of markup, and marks that turn the direction of text.
fn ends_link(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '`')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// An address without the punctuation of the sentence around it; a bracket at its end stays if it was opened inside.
fn trim_link(link: &str) -> &str {
    let unopened = |close, open| link.matches::<char>(close).count().saturating_sub(link.matches::<char>(open).count());
    let (mut round, mut square) = (unopened(')', '('), unopened(']', '['));
    link.trim_end_matches(|c| match c {
        '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '»' | '”' | '’' | '…' | '|' => true,
        ')' if round > 0 => {
            round -= 1;
            true
        }
        ']' if square > 0 => {
            square -= 1;
            true
        }
        _ => false,
    })
}
