//! One line of the body: a node, or the loss.

use proc_macro2::{Ident, Spacing, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Error, Result, Token, parenthesized, token};

use super::name;
use crate::ast::Layer;
use crate::errors::error;

const EXPECTED_LAYER: &str = "write a type, or an expression that begins with one";

/// `relu1: Relu from affine1`
pub struct Line {
    pub attrs: Vec<Attribute>,
    pub name: Ident,
    pub layer: Layer,
    /// Where `from` stands, and what it names.
    pub from: Option<(Span, Vec<Ident>)>,
}

impl Parse for Line {
    fn parse(input: ParseStream) -> Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        for (superfluous, mistake, help) in [
            (
                input.peek(Token![pub]),
                "a node has no visibility of its own: all are public",
                "leave `pub` out",
            ),
            (input.peek(Token![let]), "a line begins with a name", "leave `let` out"),
            (input.peek(Token![,]), "expected a line before this comma", "leave the comma out"),
        ] {
            if superfluous {
                return Err(error(input.span(), mistake, help));
            }
        }
        const HELP: &str = "a line is a name, a colon and a layer; what feeds it stands in `from (a, b)`";
        if !input.peek(Ident::peek_any) {
            return Err(error(input.span(), "expected the name of a node", HELP));
        }
        let name = name(input)?;
        if !input.peek(Token![:]) {
            return Err(error(name.span(), format!("expected `:` after `{name}`"), HELP));
        }
        input.parse::<Token![:]>()?;
        if input.peek(Token![,]) {
            return Err(error(input.span(), format!("expected the layer of `{name}`"), EXPECTED_LAYER));
        }
        let layer = input.parse()?;
        let follows = input.peek(Ident::peek_any) && !begins_line(input);
        Ok(Line { attrs, name, layer, from: if follows { Some(from(input)?) } else { None } })
    }
}

/// `from affine1`, `from (x, affine1)`
fn from(input: ParseStream) -> Result<(Span, Vec<Ident>)> {
    let word = input.call(Ident::parse_any)?;
    if word != "from" {
        return Err(error(
            word.span(),
            format!("expected `,` or `from`, found `{word}`"),
            "a line ends with a comma; what feeds a layer is named after `from`",
        ));
    }
    if input.peek(token::Paren) {
        let names;
        parenthesized!(names in input);
        let names = names.parse_terminated(|input: ParseStream| name(input), Token![,])?;
        return Ok((word.span(), names.into_iter().collect()));
    }
    const HELP: &str = "name a value, or several in parentheses: `from (a, b)`";
    if !input.peek(Ident::peek_any) {
        return Err(error(input.span(), "expected the name of a value after `from`", HELP));
    }
    let name = name(input)?;
    if !input.is_empty() && !input.peek(Token![,]) && !begins_line(input) {
        return Err(error(input.span(), format!("expected `,` after `from {name}`"), HELP));
    }
    Ok((word.span(), vec![name]))
}

/// Whether a line begins here: `name:`, or an attribute.
pub fn begins_line(input: ParseStream) -> bool {
    input.peek(Token![#]) || input.peek(Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::])
}

/// The same of tokens: `name:`, or an attribute.
pub fn begins(tokens: &[TokenTree]) -> bool {
    match tokens {
        [TokenTree::Ident(_), TokenTree::Punct(colon), ..] => {
            colon.as_char() == ':' && colon.spacing() == Spacing::Alone
        }
        [TokenTree::Punct(pound), TokenTree::Group(_), ..] => pound.as_char() == '#',
        _ => false,
    }
}

/// Whether a token stands on a later line of the file than another. (An editor may not know.)
pub fn is_below(token: &TokenTree, above: &TokenTree) -> bool {
    token.span().unwrap().line() > above.span().unwrap().line()
}

/// Whether these tokens are attributes, behind which the line itself begins.
pub fn are_attributes(tokens: &[TokenTree]) -> bool {
    tokens
        .chunks(2)
        .all(|tokens| matches!(tokens, [TokenTree::Punct(_), TokenTree::Group(_)]) && begins(tokens))
}

/// Where a line ends before it says what it began to say, and the next begins.
pub fn cut_short(line: &[TokenTree]) -> Option<Error> {
    let [.., before, TokenTree::Punct(last)] = line else { return None };
    let (span, last) = (last.span(), last.as_char());
    Some(match (last, before) {
        (',' | '>' | ';', _) => return None,
        (':', TokenTree::Ident(name)) => {
            error(name.span(), format!("expected the layer of `{name}`"), EXPECTED_LAYER)
        }
        (':', _) => error(
            span,
            "expected the name of a function after `::`",
            "write what makes the layer, as in `Type::new(..)`",
        ),
        ('.', _) => error(
            span,
            "expected the name of a method after `.`",
            "write a setting of the layer, or leave the dot out",
        ),
        _ => error(
            span,
            format!("expected something after `{last}`"),
            format!("write it, or leave `{last}` out"),
        ),
    })
}

/// The names in a line that cannot be read, of which it would have declared one.
pub fn names_in(line: &[TokenTree]) -> impl Iterator<Item = Ident> {
    line.iter().filter_map(|token| match token {
        TokenTree::Ident(name) => Some(name.clone()),
        _ => None,
    })
}

/// The name of a line that cannot be read, and what stands behind it, up to a comma.
pub fn named(line: &[TokenTree]) -> Option<(Ident, TokenStream)> {
    let is = |token: &TokenTree, c| matches!(token, TokenTree::Punct(punct) if punct.as_char() == c);
    let colon = line.iter().position(|token| is(token, ':')).unwrap_or(line.len());
    let TokenTree::Ident(name) = line.get(colon.checked_sub(1)?)? else { return None };
    let layer = line.iter().skip(colon + 1).take_while(|token| !is(token, ',')).cloned();
    syn::parse_str::<Ident>(&name.to_string()).ok()?;
    Some((name.clone(), layer.collect()))
}
