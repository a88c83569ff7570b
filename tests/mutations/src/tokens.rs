//! The words, numbers and signs of a network.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Name,
    Number,
    Sign,
}

/// A token of some code, and where it is.
#[derive(Clone)]
pub struct Token {
    pub kind: Kind,
    pub at: Range<usize>,
}

/// The tokens in a part of some code, without comments and brackets: one of a pair is what every editor shows.
pub fn tokens(code: &str, part: Range<usize>) -> Vec<Token> {
    let (mut tokens, mut at) = (vec![], part.start);
    while at < part.end {
        let rest = &code[at..part.end];
        let first = rest.chars().next().expect("something is left");
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let (kind, len) = match first {
            c if c.is_ascii_digit() => (Kind::Number, number(rest)),
            c if is_word(c) => (Kind::Name, rest.find(|c| !is_word(c)).unwrap_or(rest.len())),
            _ if rest.starts_with("::") || rest.starts_with("->") => (Kind::Sign, 2),
            c => (Kind::Sign, c.len_utf8()),
        };
        if !first.is_whitespace() && !"()[]{}".contains(first) {
            tokens.push(Token { kind, at: at..at + len });
        }
        at += len;
    }
    tokens
}

/// How long a number is: `0.5` is one.
fn number(rest: &str) -> usize {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit() && c != '_').unwrap_or(text.len());
    let whole = digits(rest);
    match rest[whole..].strip_prefix('.') {
        Some(part) if part.starts_with(|c: char| c.is_ascii_digit()) => whole + 1 + digits(part),
        _ => whole,
    }
}
