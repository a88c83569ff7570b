//! What is written in the place of a layer or a loss: its type, its value, and the checks of both.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprPath, QSelf, parse_quote};

use super::names::NodeNames;
use crate::ast::{Layer, Value};
use crate::graph::Graph;

/// The type of what is written: that of the name, or of a network the layer that it is.
pub fn type_of(name: &Ident, layer: &Layer) -> TokenStream {
    match layer.value {
        Value::Expression(_) => quote!(#name),
        Value::Unit => {
            // On the layer: where networks are layers of each other, rustc begins there.
            let mut question = Group::new(Delimiter::Brace, quote!(__plies::ask::Is::<#name>::NETWORK));
            question.set_span(layer.span);
            quote!(<__plies::ask::Choose<#question> as __plies::ask::Named<#name>>::Layer)
        }
    }
}

/// The type of a value, if a check lets it be what it is written for. An editor follows no choice.
pub fn checked(graph: &Graph, written: &Ident, check: TokenStream) -> TokenStream {
    match graph.declaration.is_for_editor {
        true => quote!(#written),
        false => quote!(<__plies::ask::Choose<{ #check }> as __plies::ask::Named<#written>>::Layer),
    }
}

/// The value of a layer, for which its type has the given name.
///
/// `Relu` is written as `Type {}`, and `Leaky { slope: 0.1 }` and `Affine::new(4, 2)` with that name: then rustc looks the user's
/// up once, as a type, and says only once if there is none. (An editor answers from what the user wrote.)
pub fn value(graph: &Graph, layer: &Layer, ty: &Ident) -> TokenStream {
    match &layer.value {
        Value::Expression(expression) => {
            let mut expression = expression.clone();
            rename(&mut expression, ty, graph.declaration.is_for_editor);
            expression.into_token_stream()
        }
        Value::Unit => {
            let mut ty = ty.clone();
            ty.set_span(layer.span);
            quote_spanned!(layer.span=> #ty {})
        }
    }
}

/// Gives the type that an expression begins with another name: in `Leaky { slope: 0.1 }`, in `Affine::new(4, 2)`, or in what is
/// called on them.
fn rename(expression: &mut Expr, ty: &Ident, literals_only: bool) {
    let at = |span| Ident::new(&ty.to_string(), span);
    match expression {
        Expr::MethodCall(call) => rename(&mut call.receiver, ty, literals_only),
        Expr::Call(call) => rename(&mut call.func, ty, literals_only),
        Expr::Struct(literal) => literal.path = at(literal.path.span()).into(),
        Expr::Path(ExprPath { qself: Some(QSelf { ty: written, position: 0, .. }), .. })
            if !literals_only =>
        {
            let name = at(written.span());
            **written = parse_quote!(#name);
        }
        _ => {}
    }
}

/// Whether a type has a rule of this name. The rule's own type is compared in a `let`, and not in a call, where rustc would show
/// the function that is called.
pub fn rule_question(span: Span, written: &Ident, rule: &str, of: TokenStream) -> TokenStream {
    let rule = Ident::new(rule, span);
    quote_spanned! {span=> {
        let __rule: fn(#written, #of) -> _ = <#written>::#rule;
        __plies::ask::is_rule(__rule)
    }}
}

/// The layer that runs, which is known where the sizes are: its type, and its value. One that is not `Copy`, which rustc says at
/// its `impl`, has a stand-in, so that it does not say that here, too.
pub fn standing(graph: &Graph, own: &NodeNames, layer: &Layer) -> (TokenStream, TokenStream) {
    let NodeNames { name_type, written, marker, input, output, sizes_type, .. } = own;
    if !graph.declaration.is_for_editor {
        let is_copy = quote!({ __plies::ask::Is::<__plies::ask::Copied<#written>>::COPY });
        let layer = quote!(<__plies::ask::Choose<#is_copy> as __plies::ask::OrStandIn<#marker>>);
        return (quote!(#layer::Layer), quote!(#layer::LAYER));
    }
    let ty = match layer.value {
        Value::Expression(_) => quote!(#name_type),
        Value::Unit => {
            quote!(<#name_type as __plies::ask::StandsFor<#input<f32>, #output<f32>, #sizes_type>>::Layer)
        }
    };
    (ty, quote!(<#marker as __plies::ask::Written>::LAYER))
}
