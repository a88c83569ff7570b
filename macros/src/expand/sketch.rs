//! What an editor is shown beside the code: hover, completion and jumps follow the user's own words in here.
//!
//! It comes first, so that an editor answers from it, and names nothing of the macro's own that it could offer.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::Parse;

use super::names::unspanned;
use crate::ast::{Declaration, Layer, Value};
use crate::graph::Graph;

/// ```text
/// const _: () = {
///     const Net: &str = "[784] → [10], 39760 parameters, 39700 multiply-adds";
///     const x: &str = "[784]";
///     const affine1: &str = "[784] → [50], 39250 parameters, 39200 multiply-adds";
///     ..
///     x;                          // what stands in `from (..)`
/// };
/// const _: () = {
///     let _ = Affine::new(784, 50);
///     let _: Relu;
///     let _ = Affine::            // a line that is half typed
/// };
/// ```
pub fn sketch(graph: &Graph) -> TokenStream {
    let (values, layers) = (values(graph), layers(graph));
    // No compiler sees it, and what an editor says of it is said of the code itself.
    quote! {
        #[allow(warnings)]
        const _: () = { #values };
        #[allow(warnings)]
        const _: () = { #layers };
    }
}

/// A constant for each name, with what an editor shows of it; and each place where one is named.
fn values(graph: &Graph) -> TokenStream {
    let declaration = &graph.declaration;
    let (library, network) = (&declaration.library, unspanned(&declaration.name));
    let inputs = declaration.inputs.iter().map(|input| &input.name);
    let nodes = declaration.nodes.iter().map(|node| &node.name);
    let values = [&declaration.name].into_iter().chain(inputs).chain(nodes).enumerate().map(
        |(i, name)| quote!(const #name: &str = <#network<f32> as #library::wire::EditorText<#i>>::TEXT.as_str();),
    );
    let outputs = declaration.outputs.iter().filter_map(|output| output.name.as_ref());
    let judged = declaration.losses.iter().filter_map(|loss| loss.from.as_ref());
    let read = declaration.nodes.iter().filter_map(|node| node.from.as_ref()).flatten();
    let read = read.chain(outputs).chain(judged);
    quote!(#(#values)* #(#read;)*)
}

/// The layers as they are written, also where a line is only half typed: there, too, each in its place, since an editor compares
/// what is made of a line with what would be made of it with one more word.
fn layers(graph: &Graph) -> TokenStream {
    let declaration = &graph.declaration;
    let nodes = declaration.nodes.iter().map(|node| &node.layer);
    let layers = nodes.chain(declaration.losses.iter().map(|loss| &loss.layer)).map(|layer| {
        let tokens = &layer.tokens;
        match (&layer.value, &layer.repeat) {
            (Value::Unit, None) => quote!(let _: #tokens;),
            _ => quote!(let _ = #tokens;),
        }
    });
    let half_typed = &declaration.half_typed_loss;
    quote!(#(#layers)* let _ = #half_typed;)
}

/// Takes the user's places off the layers, but off what the sketch says of them: an editor that is asked about a layer then
/// answers from there alone.
pub fn leave_to_sketch(declaration: &mut Declaration) {
    let nodes = declaration.nodes.iter_mut().map(|node| &mut node.layer);
    for layer in nodes.chain(declaration.losses.iter_mut().map(|loss| &mut loss.layer)) {
        let Layer { value, repeat, ty, span, .. } = layer;
        if let Value::Expression(expression) = value {
            take_places_off(expression);
        }
        repeat.iter_mut().for_each(take_places_off);
        take_places_off(ty);
        *span = Span::call_site();
    }
}

fn take_places_off<S: ToTokens + Parse>(syntax: &mut S) {
    if let Ok(same) = syn::parse2(without_places(syntax.to_token_stream())) {
        *syntax = same;
    }
}

fn without_places(tokens: TokenStream) -> TokenStream {
    let tokens = tokens.into_iter().map(|mut token| {
        if let TokenTree::Group(group) = &token {
            token = Group::new(group.delimiter(), without_places(group.stream())).into();
        }
        token.set_span(Span::call_site());
        token
    });
    tokens.collect()
}
