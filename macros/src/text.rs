//! Tokens as a person would write them.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The text of an expression or a type, for documentation and messages.
pub fn text(tokens: TokenStream) -> String {
    let mut text = String::new();
    let mut glued = true;
    for token in tokens {
        let (word, before, mut after) = piece(&token);
        after &= !(word == ":" && text.ends_with(':'));
        if !glued && before && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&word);
        glued = !after;
    }
    text
}

/// A token, and whether a space may stand before it and after it.
fn piece(token: &TokenTree) -> (String, bool, bool) {
    match token {
        TokenTree::Group(group) => {
            let inner = text(group.stream());
            match group.delimiter() {
                Delimiter::Parenthesis => (format!("({inner})"), false, true),
                Delimiter::Bracket => (format!("[{inner}]"), true, true),
                Delimiter::Brace => (format!("{{ {inner} }}"), true, true),
                Delimiter::None => (inner, true, true),
            }
        }
        TokenTree::Punct(punct) => match punct.as_char() {
            ',' | ';' => (punct.to_string(), false, true),
            ':' if punct.spacing() == Spacing::Alone => (":".to_owned(), false, true),
            '.' | ':' | '<' | '>' | '&' | '!' | '?' | '#' | '\'' => (punct.to_string(), false, false),
            _ => (punct.to_string(), true, punct.spacing() == Spacing::Alone),
        },
        word => (word.to_string(), true, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_reads_as_it_was_written() {
        for code in [
            "Unit",
            "Dense::new(784, 50).start(Start::Normal(0.01))",
            "crate::layers::Factor::<3>::new(2 * N, [1, 2])",
            "Leaky { slope: 0.1 }",
            "a::b::Unit",
            "Dense::to(if A == 3 { 2 } else { 1 })",
        ] {
            assert_eq!(text(code.parse().unwrap()), code);
        }
    }
}
