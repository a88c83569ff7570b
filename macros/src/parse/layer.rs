//! A layer's expression, and the type that it begins with.

use quote::ToTokens;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{
    Error, Expr, ExprBinary, ExprLit, ExprPath, Lit, PathSegment, QSelf, Result, Token, Type, parse_quote,
};

use super::line::LAYER;
use crate::ast::{Layer, Value};
use crate::errors::error;
use crate::text::text;

impl Parse for Layer {
    fn parse(input: ParseStream) -> Result<Self> {
        // `Type = EXPRESSION`, where the type cannot be read off the expression
        let fork = input.fork();
        if let Ok(ty) = fork.parse::<Type>()
            && fork.peek(Token![=])
            && !fork.peek(Token![==])
        {
            input.advance_to(&fork);
            input.parse::<Token![=]>()?;
            let expression = expression(input)?;
            let (tokens, span) = (expression.to_token_stream(), expression.span());
            return Ok(Layer {
                value: Value::Expression(expression),
                weight: None,
                repeat: None,
                ty,
                text: text(tokens.clone()),
                tokens,
                span,
            });
        }
        let mut expression = bare(expression(input)?);
        let mut weight = None;
        // `0.3 * MeanSquaredError`
        if let Expr::Binary(product) = expression {
            check_product(&product)?;
            (expression, weight) = (bare(*product.right), Some(*product.left));
        }
        let (tokens, span) = (expression.to_token_stream(), expression.span());
        let mut repeat = None;
        if let Expr::Repeat(repeated) = expression {
            (expression, repeat) = (bare(*repeated.expr), Some(*repeated.len));
        }
        let ty = type_of(&mut expression)?;
        let value = match expression {
            Expr::Path(path) if path.qself.is_none() => Value::Unit,
            other => Value::Expression(other),
        };
        Ok(Layer { value, weight, repeat, ty, text: text(tokens.clone()), tokens, span })
    }
}

/// An expression; or, where it is none, what a layer is.
fn expression(input: ParseStream) -> Result<Expr> {
    input.parse().map_err(|mistake: Error| match mistake.to_string() {
        text if text.ends_with("expression") || text.ends_with("identifier") => {
            error(mistake.span(), text, LAYER)
        }
        _ => mistake,
    })
}

/// Requires that it is a product, and the number its left side.
fn check_product(product: &ExprBinary) -> Result<()> {
    let (left, right) = (text(product.left.to_token_stream()), text(product.right.to_token_stream()));
    let (op, span) = (product.op.to_token_stream().to_string(), product.op.span());
    let times = format!("a loss is weighed as in `{right} * {left}`");
    let help = match (&*op, &*product.right) {
        ("*", Expr::Lit(ExprLit { lit: Lit::Int(_), .. })) => {
            format!("a layer is repeated as in `[{left}; {right}]`, {times}")
        }
        ("*", Expr::Lit(_)) => times,
        ("*", _) => return Ok(()),
        // `Affine<4, 2>`
        ("<", _) => format!("write what makes it, as in `{left}::new(..)`"),
        (_, Expr::Lit(_)) => format!("a loss is weighed by a product, as in `0.5 * {left}`"),
        _ => "write a line for each".to_owned(),
    };
    Err(error(span, format!("`{op}` cannot stand behind a layer"), help))
}

/// An expression without what stands around it: parentheses, or the marks of a fragment of another macro.
fn bare(mut expression: Expr) -> Expr {
    loop {
        expression = match expression {
            Expr::Group(group) => *group.expr,
            Expr::Paren(paren) => *paren.expr,
            other => return other,
        }
    }
}

/// The type that a layer's expression begins with: `Affine` in `Affine::new(784, 50).init(Init::He)`.
fn type_of(expression: &mut Expr) -> Result<Type> {
    match expression {
        Expr::MethodCall(call) => type_of(&mut call.receiver),
        Expr::Call(call) => type_of(&mut call.func),
        Expr::Struct(literal) => {
            let path = &literal.path;
            Ok(parse_quote!(#path))
        }
        Expr::Path(path) => type_of_path(path),
        other => Err(unknown_type(other)),
    }
}

fn type_of_path(expression: &mut ExprPath) -> Result<Type> {
    if let Some(QSelf { ty, position: 0, .. }) = &expression.qself {
        return Ok((**ty).clone());
    }
    let path = &expression.path;
    let Some(last) = path.segments.last() else { return Err(unknown_type(expression)) };
    if is_type(last) {
        return Ok(parse_quote!(#path));
    }
    if path.segments.len() == 1 {
        return Err(unknown_type(expression));
    }
    // `Affine::new` becomes `<Affine>::new`: then rustc looks `Affine` up as a type here and there, and says only once if
    // there is none.
    let (last, span) = (last.clone(), path.span());
    let mut path = path.clone();
    path.segments.pop();
    path.segments.pop_punct();
    let ty: Type = parse_quote!(#path);
    expression.path = parse_quote!(::#last);
    expression.qself = Some(QSelf {
        lt_token: Token![<](span),
        ty: Box::new(ty.clone()),
        position: 0,
        as_token: None,
        gt_token: Token![>](span),
    });
    Ok(ty)
}

/// Whether a path ends in a type, by Rust's way to spell one: `Relu`, but not `new` or `HIDDEN`.
fn is_type(segment: &PathSegment) -> bool {
    let name = segment.ident.to_string();
    name.starts_with(char::is_uppercase) && (name.len() == 1 || name.contains(char::is_lowercase))
}

fn unknown_type(expression: &impl Spanned) -> Error {
    error(
        expression.span(),
        "the type of this layer cannot be read off its expression",
        "begin with the type, as in `Type::new(..)`, or write `name: Type = expression`",
    )
}
