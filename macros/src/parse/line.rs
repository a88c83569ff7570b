//! One line of the body: a node, or the loss.

use proc_macro2::{Ident, Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Result, Token, parenthesized, token};

use super::name;
use crate::ast::Layer;
use crate::errors::error;

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
            let help = "write a type, or an expression that begins with one";
            return Err(error(input.span(), format!("expected the layer of `{name}`"), help));
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

/// The names in a line that cannot be read, of which it would have declared one.
pub fn names_in(line: &[TokenTree]) -> impl Iterator<Item = Ident> {
    line.iter().filter_map(|token| match token {
        TokenTree::Ident(name) => Some(name.clone()),
        _ => None,
    })
}
