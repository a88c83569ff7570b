//! The header: `(x: [784]) -> [10]`.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Expr, ExprUnary, Ident, Result, Token, bracketed, parenthesized, token};

use super::{list, name};
use crate::ast::{Input, Output, Shape};
use crate::errors::error;

/// The inputs and the outputs of a network.
pub fn parse(input: ParseStream, network: &Ident) -> Result<(Vec<Input>, Vec<Output>)> {
    if input.peek(Token![<]) {
        let help = format!("its scalar is added to it, as in `{network}<f64>`; sizes are constants");
        return Err(error(input.span(), "a network declares no generics", help));
    }
    if !input.peek(token::Paren) {
        let help = format!("name the inputs with their shapes, as in `{network}(x: [784]) -> [10]`");
        return Err(error(input.span(), "expected the inputs in parentheses", help));
    }
    let inputs;
    parenthesized!(inputs in input);
    let inputs = list(&inputs, "an input", "a comma stands between two inputs", Input::parse)?;
    if !input.peek(Token![->]) {
        let help = "say what the network gives, as in `-> [10]`";
        return Err(error(input.span(), "expected `->` and the shape of the output", help));
    }
    input.parse::<Token![->]>()?;
    Ok((inputs, outputs(input)?))
}

/// `[10]`, or `(class: [10], size: [2])`
fn outputs(input: ParseStream) -> Result<Vec<Output>> {
    if input.peek(Ident) && input.peek2(Token![:]) {
        let help = "write parentheses around named outputs, as in `-> (class: [10], size: [2])`";
        return Err(error(input.span(), "expected a shape in brackets, or `(`", help));
    }
    if !input.peek(token::Paren) {
        return Ok(vec![Output { name: None, shape: input.parse()? }]);
    }
    let outputs;
    let parentheses = parenthesized!(outputs in input);
    let outputs = list(&outputs, "an output", "a comma stands between two outputs", Input::parse)?;
    if outputs.is_empty() {
        let help = "name a node with its shape, as in `-> (class: [10], size: [2])`, or write `-> [10]`";
        return Err(error(parentheses.span.join(), "a network gives at least one value", help));
    }
    Ok(outputs.into_iter().map(|Input { name, shape }| Output { name: Some(name), shape }).collect())
}

impl Parse for Input {
    fn parse(input: ParseStream) -> Result<Self> {
        if input.peek(Token![#]) {
            let help = "describe it in the documentation of the network";
            return Err(error(input.span(), "an input has no attributes and no documentation", help));
        }
        if input.peek(Token![mut]) {
            return Err(error(input.span(), "an input is not changed", "leave `mut` out"));
        }
        if !input.peek(Ident::peek_any) {
            return Err(error(input.span(), "expected a name", "a shape has a name, as in `x: [784]`"));
        }
        let name = name(input)?;
        if !input.peek(Token![:]) {
            let help = format!("an input has a shape, as in `{name}: [784]`");
            return Err(error(name.span(), format!("expected `:` after `{name}`"), help));
        }
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
        let dims = list(&dims, "a dimension", DIMENSIONS, dimension)?;
        Ok(Shape { dims, span: brackets.span.join() })
    }
}

const DIMENSIONS: &str = "a shape is its dimensions alone, with commas between them, as in `[1, 28, 28]`";

/// A constant. What rustc would say of a negative one helps nobody: that the largest `usize` may be meant.
fn dimension(input: ParseStream) -> Result<Expr> {
    let dimension =
        input.parse().map_err(|mistake| error(mistake.span(), "expected a dimension", DIMENSIONS))?;
    match dimension {
        Expr::Infer(any) => {
            Err(error(any.span(), "a dimension is not inferred", "write how many entries there are"))
        }
        Expr::Unary(ExprUnary { op, .. }) if op.to_token_stream().to_string() == "-" => {
            let help = "write how many entries there are, at least 1";
            Err(error(op.span(), "a dimension is not negative", help))
        }
        dimension => Ok(dimension),
    }
}
