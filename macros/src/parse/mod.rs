//! From tokens to a declaration.
//!
//! A line that cannot be read is one mistake; the lines around it stay.

mod layer;

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Error, Expr, Ident, Result, Token, braced, bracketed, parenthesized, token};

use crate::ast::{Declaration, Input, Layer, Node, Shape};
use crate::errors::error;

impl Parse for Declaration {
    fn parse(input: ParseStream) -> Result<Self> {
        let (library, inputs, body);
        parenthesized!(library in input);
        let library: TokenStream = library.parse()?;
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        input.parse::<Token![struct]>()?;
        let name: Ident = input.parse()?;
        parenthesized!(inputs in input);
        let inputs = inputs.parse_terminated(Input::parse, Token![,])?.into_iter().collect();
        input.parse::<Token![->]>()?;
        let output = input.parse()?;
        braced!(body in input);
        let mut declaration = Declaration {
            library,
            attrs,
            vis,
            name,
            inputs,
            output,
            nodes: vec![],
            loss: None,
            unread: vec![],
            errors: vec![],
        };
        while !body.is_empty() {
            read_line(&body, &mut declaration);
        }
        if !input.is_empty() {
            declaration.errors.push(error(
                input.span(),
                "nothing follows the body of a network",
                "declare another network in a `network!` block of its own",
            ));
            input.parse::<TokenStream>()?;
        }
        Ok(declaration)
    }
}

impl Parse for Input {
    fn parse(input: ParseStream) -> Result<Self> {
        let name = name(input)?;
        input.parse::<Token![:]>()?;
        Ok(Input { name, shape: input.parse()? })
    }
}

impl Parse for Shape {
    fn parse(input: ParseStream) -> Result<Self> {
        if !input.peek(token::Bracket) {
            return Err(error(
                input.span(),
                "expected a shape in brackets",
                "`[]` is a scalar, `[784]` a vector, `[1, 28, 28]` an image",
            ));
        }
        let dims;
        let brackets = bracketed!(dims in input);
        let dims = dims.parse_terminated(Expr::parse, Token![,])?;
        Ok(Shape { dims: dims.into_iter().collect(), span: brackets.span.join() })
    }
}

/// One line of the body: a node, or the loss.
struct Line {
    attrs: Vec<Attribute>,
    name: Ident,
    layer: Layer,
    from: Option<(Span, Vec<Ident>)>,
}

impl Parse for Line {
    fn parse(input: ParseStream) -> Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        if input.peek(Token![pub]) {
            let mistake = "a node has no visibility of its own: every node is a public field";
            return Err(error(input.span(), mistake, "leave `pub` out"));
        }
        let name = name(input)?;
        input.parse::<Token![:]>()?;
        let layer = input.parse()?;
        let from = if input.peek(Ident::peek_any) && !begins_line(input) { Some(from(input)?) } else { None };
        Ok(Line { attrs, name, layer, from })
    }
}

/// The name of a node or an input.
fn name(input: ParseStream) -> Result<Ident> {
    let name = input.call(Ident::parse_any)?;
    let is_name = |text: String| syn::parse_str::<Ident>(&text).is_ok();
    if is_name(name.to_string()) {
        return Ok(name);
    }
    let help = match is_name(format!("r#{name}")) {
        true => format!("write `r#{name}`, or another name"),
        false => "choose another name".to_owned(),
    };
    Err(error(name.span(), format!("`{name}` is a keyword, not a name"), help))
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
    if !input.peek(token::Paren) {
        return Ok((word.span(), vec![name(input)?]));
    }
    let names;
    parenthesized!(names in input);
    let names = names.parse_terminated(|input: ParseStream| name(input), Token![,])?;
    Ok((word.span(), names.into_iter().collect()))
}

/// Reads a line and the comma behind it. One that cannot be read is passed over.
fn read_line(body: ParseStream, declaration: &mut Declaration) {
    let rest: Vec<TokenTree> = body.fork().parse::<TokenStream>().into_iter().flatten().collect();
    let line = body.parse::<Line>();
    let read = rest.len() - body.fork().parse::<TokenStream>().into_iter().flatten().count();
    let line = match line {
        Ok(line) => line,
        Err(error) => {
            let skipped = read + skip_line(body);
            declaration.unread.extend(line_name(&rest[..skipped]));
            declaration.errors.push(at_end(error, &rest[..skipped]));
            return;
        }
    };
    if body.peek(Token![,]) {
        let _ = body.parse::<Token![,]>();
    } else if !body.is_empty() {
        let last = rest[read - 1].span();
        let name = &line.name;
        declaration.errors.push(error(
            last,
            format!("expected `,` after `{name}`"),
            "each line ends with a comma",
        ));
        if !begins_line(body) {
            skip_line(body);
        }
    }
    take_line(line, declaration);
}

fn take_line(line: Line, declaration: &mut Declaration) {
    let Line { attrs, name, layer, from } = line;
    if name != "loss" {
        let from = from.map(|(_, names)| names);
        declaration.nodes.push(Node { attrs, name, layer, from });
        return;
    }
    if let Some((from, _)) = from {
        declaration.errors.push(error(
            from,
            "a loss is fed by what the network gives, and names nothing else",
            "leave `from` out",
        ));
    }
    if let Some(attr) = attrs.iter().find(|attr| !attr.path().is_ident("doc")) {
        declaration.errors.push(error(
            attr.pound_token.span,
            "a loss has no field that an attribute could stand on",
            "leave the attribute out",
        ));
    }
    if declaration.loss.is_some() {
        declaration.errors.push(error(name.span(), "`loss` is declared twice", "keep one of the two lines"));
        return;
    }
    declaration.loss = Some(layer);
}

/// Whether a line begins here: `name:`, or an attribute.
fn begins_line(input: ParseStream) -> bool {
    input.peek(Token![#]) || input.peek(Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::])
}

/// Passes over what is left of a line; returns how many tokens that is.
fn skip_line(body: ParseStream) -> usize {
    let mut skipped = 0;
    while !body.is_empty() {
        if skipped > 0 && begins_line(body) {
            break;
        }
        let comma = body.peek(Token![,]);
        let _ = body.parse::<TokenTree>();
        skipped += 1;
        if comma {
            break;
        }
    }
    skipped
}

/// What a line that cannot be read would have declared.
fn line_name(line: &[TokenTree]) -> Option<Ident> {
    line.windows(2).find_map(|pair| match pair {
        [TokenTree::Ident(name), TokenTree::Punct(colon)] if colon.as_char() == ':' => Some(name.clone()),
        _ => None,
    })
}

/// An end of input has no place of its own: the mistake is shown on the line's last token.
fn at_end(error: Error, line: &[TokenTree]) -> Error {
    let message = error.to_string();
    match (message.strip_prefix("unexpected end of input, "), line.last()) {
        (Some(expected), Some(last)) => Error::new(last.span(), expected),
        _ => error,
    }
}
