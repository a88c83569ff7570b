//! The header: `(x: [784]) -> [10]`.

use proc_macro2::Ident;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, Result, Token, bracketed, parenthesized, token};

use super::name;
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
    let inputs = inputs.parse_terminated(Input::parse, Token![,])?.into_iter().collect();
    if !input.peek(Token![->]) {
        let help = "say what the network gives, as in `-> [10]`";
        return Err(error(input.span(), "expected `->` and the shape of the output", help));
    }
    input.parse::<Token![->]>()?;
    Ok((inputs, outputs(input)?))
}

/// `[10]`, or `(class: [10], size: [2])`
fn outputs(input: ParseStream) -> Result<Vec<Output>> {
    if !input.peek(token::Paren) {
        return Ok(vec![Output { name: None, shape: input.parse()? }]);
    }
    let outputs;
    let parentheses = parenthesized!(outputs in input);
    let outputs = outputs.parse_terminated(Input::parse, Token![,])?;
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
        let dims = dims.parse_terminated(Expr::parse, Token![,])?;
        Ok(Shape { dims: dims.into_iter().collect(), span: brackets.span.join() })
    }
}
