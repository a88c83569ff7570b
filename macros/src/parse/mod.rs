//! From tokens to a declaration.
//!
//! A line that cannot be read is one mistake; the lines around it stay.

mod budget;
mod header;
mod layer;
mod line;
mod take;

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Error, Ident, Meta, Path, Result, Token, braced, parenthesized, parse_quote, token};

use crate::ast::{Budget, Declaration, Node};
use crate::errors::error;
use line::{Line, begins_line};
use take::{conditional, take_line};

impl Parse for Declaration {
    fn parse(input: ParseStream) -> Result<Self> {
        let (block, library, body);
        braced!(block in input);
        let input = &block;
        parenthesized!(library in input);
        let library: TokenStream = library.parse()?;
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        if !input.peek(Token![struct]) {
            let help = "declare a network as in `struct Net(x: [784]) -> [10] { .. }`";
            return Err(error(input.span(), "expected `struct`", help));
        }
        let struct_token = input.parse()?;
        if !input.peek(Ident) {
            let help = "name it, as in `struct Net(x: [784]) -> [10] { .. }`";
            return Err(error(input.span(), "expected the name of the network", help));
        }
        let name = input.parse()?;
        let (inputs, outputs) = header::parse(input, &name)?;
        if !input.peek(token::Brace) {
            let help = "the lines of a network stand in braces, as in `{ name: Layer, }`";
            return Err(error(input.span(), "expected `{`", help));
        }
        let brace = braced!(body in input);
        let mut declaration = Declaration {
            library,
            attrs,
            budgets: vec![],
            vis,
            struct_token,
            name,
            inputs,
            outputs,
            body: brace.span.join(),
            nodes: vec![],
            losses: vec![],
            unread: vec![],
            nameless: false,
            errors: vec![],
            half_typed_loss: TokenStream::new(),
            weights: vec![],
            is_for_editor: false,
        };
        let (weights, attrs): (Vec<_>, _) = std::mem::take(&mut declaration.attrs)
            .into_iter()
            .partition(|attr| attr.path().is_ident("weights"));
        declaration.weights = weights;
        let (budgets, errors) = (&mut declaration.budgets, &mut declaration.errors);
        let taken = |attr| take_attribute(attr, budgets, errors);
        declaration.attrs = Vec::into_iter(attrs).filter_map(taken).collect();
        while !body.is_empty() {
            read_line(&body, &mut declaration);
        }
        if !input.is_empty() {
            let help = match input.peek(Token![;]) {
                true => "leave the semicolon out",
                false => "declare another network in a `network!` block of its own",
            };
            declaration.errors.push(error(input.span(), "nothing follows the body of a network", help));
            input.parse::<TokenStream>()?;
        }
        Ok(declaration)
    }
}

/// Takes out of an attribute what is for the macro, and what cannot stand on a network. A network is large: it is not `Copy`,
/// even where its layers have nothing to learn; and of most rustc would say so with the whole block.
fn take_attribute(attr: Attribute, budgets: &mut Vec<Budget>, errors: &mut Vec<Error>) -> Option<Attribute> {
    if attr.path().is_ident("budget") {
        errors.extend(budget::read(&attr, budgets).err());
        return None;
    }
    let is_frozen = |meta: &Meta| meta.path().is_ident("frozen");
    if let Some(frozen) = [attr.meta.clone()].into_iter().chain(conditional(&attr)).find(is_frozen) {
        let help = "write it above each line whose parameters stay as they are";
        errors.push(error(frozen.path().span(), "a network is not frozen as a whole", help));
        return None;
    }
    let is_copy = |path: &Path| path.segments.last().is_some_and(|last| last.ident == "Copy");
    let derived = attr.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated);
    let Ok(derived) = derived.map(Vec::from_iter) else { return Some(attr) };
    let Some(copy) = derived.iter().find(|path| attr.path().is_ident("derive") && is_copy(path)) else {
        return Some(attr);
    };
    let help = "leave `Copy` out: `Clone` copies it where that is asked for";
    errors.push(error(copy.span(), "a network is not `Copy`", help));
    let others = derived.iter().filter(|path| !is_copy(path));
    Some(parse_quote!(#[derive(#(#others),*)]))
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

/// Reads a list with commas between its items, up to the end.
fn list<T>(
    input: ParseStream,
    item: &str,
    help: &str,
    read: impl Fn(ParseStream) -> Result<T>,
) -> Result<Vec<T>> {
    let mut items = vec![];
    while !input.is_empty() {
        items.push(read(input)?);
        if !input.is_empty() && !input.peek(Token![,]) {
            let span = input.span();
            input.parse::<TokenStream>()?;
            return Err(error(span, format!("expected `,` after {item}"), help));
        }
        let _ = input.parse::<Option<Token![,]>>();
    }
    Ok(items)
}

/// Reads a line and the comma behind it. One that cannot be read is passed over, up to where the next begins.
fn read_line(body: ParseStream, declaration: &mut Declaration) {
    let rest: Vec<TokenTree> = body.fork().parse::<TokenStream>().into_iter().flatten().collect();
    let ahead = body.fork();
    let line = ahead.parse::<Line>();
    let read = rest.len() - ahead.fork().parse::<TokenStream>().into_iter().flatten().count();
    match line {
        Ok(line) => {
            let name = line.name.clone();
            if ahead.peek(Token![,]) {
                let _ = ahead.parse::<Token![,]>();
            } else if !ahead.is_empty() {
                if !begins_line(&ahead) {
                    // What was read is no whole line.
                    let line = &rest[..skip_line(body, &rest, read)];
                    let mistake =
                        line::cut_short(line).unwrap_or_else(|| behind(&ahead, &rest[..read], &name));
                    declaration.errors.push(mistake);
                    return stand_in(declaration, line);
                }
                declaration.errors.push(behind(&ahead, &rest[..read], &name));
            }
            body.advance_to(&ahead);
            take_line(line, declaration);
        }
        Err(error) => {
            let line = &rest[..skip_line(body, &rest, read)];
            declaration.nameless |= !matches!(rest[0], TokenTree::Ident(_));
            declaration.errors.push(line::cut_short(line).unwrap_or_else(|| at_end(error, line)));
            stand_in(declaration, line);
        }
    }
}

/// What is wrong behind a line that has been read.
fn behind(rest: ParseStream, read: &[TokenTree], name: &Ident) -> Error {
    if rest.peek(Token![#]) && !begins_line(rest) {
        let help = format!("write it above `{name}`");
        return error(rest.span(), "an attribute stands before its line", help);
    }
    if rest.peek(Token![::]) {
        let help = "write what makes the layer, as in `Type::new(..)`";
        return error(rest.span(), "expected the name of a function after `::`", help);
    }
    let last = read.last().map_or(name.span(), TokenTree::span);
    error(last, format!("expected `,` after `{name}`"), "each line ends with a comma")
}

/// Keeps of a line that cannot be read what others may mention, and what an editor may be asked about.
fn stand_in(declaration: &mut Declaration, line: &[TokenTree]) {
    declaration.unread.extend(line::names_in(line));
    match line::named(line) {
        Some((name, layer)) if name == "loss" => declaration.half_typed_loss = layer,
        Some((name, layer)) => declaration.nodes.push(Node::broken(&declaration.library, name, layer)),
        None => {}
    }
}

/// Passes over a line, until the next begins; returns how many tokens that is. A comma says little: it may be the mistake.
///
/// Of what was read without success the next line may be a part, where the first is cut short.
fn skip_line(body: ParseStream, rest: &[TokenTree], read: usize) -> usize {
    let is_cut =
        |i: usize| matches!(rest[i - 1], TokenTree::Punct(_)) || line::is_below(&rest[i], &rest[i - 1]);
    let begins = |i: &usize| line::begins(&rest[*i..]) && !line::are_attributes(&rest[..*i]);
    // Behind a name without a colon stands what should be its layer.
    let attributes = rest.chunks(2).take_while(|tokens| line::are_attributes(tokens)).count();
    let head = 2 * attributes + 1;
    let is_read = |i: usize| i < read || i == head && read == head;
    let end = (1..rest.len()).find(|i| begins(i) && (!is_read(*i) || is_cut(*i))).unwrap_or(rest.len());
    for _ in 0..end {
        let _ = body.parse::<TokenTree>();
    }
    end
}

/// An end of input has no place of its own: the mistake is shown on the line's last token.
fn at_end(error: Error, line: &[TokenTree]) -> Error {
    let message = error.to_string();
    match (message.strip_prefix("unexpected end of input, "), line.last()) {
        (Some(expected), Some(last)) => Error::new(last.span(), expected),
        _ => error,
    }
}
