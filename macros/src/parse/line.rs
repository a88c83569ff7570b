//! One line of the body: a node, or the loss.

use proc_macro2::{Spacing, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Error, Ident, Result, Token, parenthesized, token};

use super::{list, name};
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
        if input.peek(Token![#]) && input.peek2(Token![!]) {
            return Err(error(input.span(), "an attribute of a line has no `!`", "leave the `!` out"));
        }
        let attrs = input.call(Attribute::parse_outer)?;
        if let (true, Some(last)) = (input.is_empty(), attrs.last()) {
            let help = "write it above the line that it belongs to";
            return Err(error(last.pound_token.span, "expected a line below", help));
        }
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
        let is_name = input.peek(Ident) || input.peek(Ident::peek_any) && input.peek2(Token![:]);
        if !is_name {
            return Err(error(input.span(), "expected the name of a node", HELP));
        }
        let name = name(input)?;
        if is_nameless(&name, input) {
            let (lower, call) = (
                name.to_string().to_lowercase(),
                if input.is_empty() || input.peek(Token![,]) { "" } else { "::.." },
            );
            let help = format!("name its line, as in `{lower}1: {name}{call}`");
            return Err(error(name.span(), format!("the layer `{name}` has no name"), help));
        }
        if !input.peek(Token![:]) {
            return Err(error(name.span(), format!("expected `:` after `{name}`"), HELP));
        }
        let colon = input.parse::<Token![:]>()?;
        if let Some((span, help)) = no_layer(input, colon.span) {
            return Err(error(span, format!("expected the layer of `{name}`"), help));
        }
        let layer = input.parse()?;
        let follows = input.peek(Ident::peek_any) && !begins_line(input);
        Ok(Line { attrs, name, layer, from: if follows { Some(from(input)?) } else { None } })
    }
}

/// Whether what should be a name is the layer itself: `Relu,`, `Affine::to(10)`.
fn is_nameless(name: &Ident, behind: ParseStream) -> bool {
    let is_type = name.to_string().starts_with(char::is_uppercase);
    is_type && (behind.is_empty() || behind.peek(Token![,]) || behind.peek(Token![::]))
}

/// Where something else stands in a layer's place, and what to do about it.
fn no_layer(input: ParseStream, colon: Span) -> Option<(Span, &'static str)> {
    let is_from = input.fork().call(Ident::parse_any).is_ok_and(|word| word == "from");
    match () {
        () if input.is_empty() => Some((colon, LAYER)),
        () if input.peek(Token![,]) || input.peek(Token![;]) => Some((input.span(), LAYER)),
        () if input.peek(Token![:]) && !input.peek(Token![::]) => {
            Some((input.span(), "one colon stands between a name and its layer"))
        }
        () if is_from && (input.peek2(Ident::peek_any) || input.peek2(token::Paren)) => {
            Some((input.span(), "`from` stands behind the layer, as in `name: Type from value`"))
        }
        () => None,
    }
}

/// What a layer is.
pub const LAYER: &str = "write a type, or an expression that begins with one";

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
    const HELP: &str = "name a value, or several in parentheses: `from (a, b)`";
    if input.peek(token::Paren) {
        let names;
        parenthesized!(names in input);
        return Ok((word.span(), list(&names, "a name", HELP, name)?));
    }
    if !input.peek(Ident::peek_any) {
        let span = if input.is_empty() { word.span() } else { input.span() };
        return Err(error(span, "expected the name of a value after `from`", HELP));
    }
    let name = name(input)?;
    if !input.is_empty() && !input.peek(Token![,]) && !begins_line(input) {
        return Err(error(input.span(), format!("expected `,` after `from {name}`"), HELP));
    }
    Ok((word.span(), vec![name]))
}

/// Whether a line begins here: `name:`, perhaps below attributes.
pub fn begins_line(input: ParseStream) -> bool {
    let line = input.fork();
    let attributes = line.call(Attribute::parse_outer);
    attributes.is_ok() && line.peek(Ident::peek_any) && line.peek2(Token![:]) && !line.peek2(Token![::])
}

/// The same of tokens.
pub fn begins(tokens: &[TokenTree]) -> bool {
    match tokens {
        [TokenTree::Punct(pound), TokenTree::Group(_), rest @ ..] if pound.as_char() == '#' => begins(rest),
        [TokenTree::Ident(_), TokenTree::Punct(colon), ..] => {
            colon.as_char() == ':' && colon.spacing() == Spacing::Alone
        }
        _ => false,
    }
}

/// Whether a token stands on a later line of the file than another. (An editor may not know.)
pub fn is_below(token: &TokenTree, above: &TokenTree) -> bool {
    token.span().unwrap().line() > above.span().unwrap().line()
}

/// Whether these tokens are attributes, behind which the line itself begins.
pub fn are_attributes(tokens: &[TokenTree]) -> bool {
    let is_attribute = |tokens: &[TokenTree]| match tokens {
        [TokenTree::Punct(pound), TokenTree::Group(_)] => pound.as_char() == '#',
        _ => false,
    };
    tokens.chunks(2).all(is_attribute)
}

/// Where a line ends before it says what it began to say, and the next begins.
pub fn cut_short(line: &[TokenTree]) -> Option<Error> {
    let [.., before, TokenTree::Punct(last)] = line else { return None };
    let (span, last) = (last.span(), last.as_char());
    Some(match (last, before) {
        (',' | '>' | ';', _) => return None,
        (':', TokenTree::Ident(name)) => error(span, format!("expected the layer of `{name}`"), LAYER),
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
    let is_colon = |i: &usize| is(&line[*i], ':') && !line.get(i + 1).is_some_and(|next| is(next, ':'));
    let colon =
        (0..line.len()).find(|i| is_colon(i) && !(*i > 0 && is(&line[i - 1], ':'))).unwrap_or(line.len());
    let TokenTree::Ident(name) = line.get(colon.checked_sub(1)?)? else { return None };
    if colon == line.len() && line.len() > 1 {
        return None;
    }
    let layer = line.iter().skip(colon + 1).take_while(|token| !is(token, ',')).cloned();
    syn::parse_str::<Ident>(&name.to_string()).ok()?;
    Some((name.clone(), layer.collect()))
}
