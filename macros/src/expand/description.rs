//! What the compiler knows of the nodes, as constants, and what an editor shows of them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use super::names::Names;
use super::node::as_layer;
use crate::graph::Graph;

/// What is known of the nodes:
///
/// ```text
/// const __NODES: &[NodeInfo] = &[NodeInfo::new(
///     "affine1", "Affine::new(784, 50)", &["x"], &__SHAPES[0],
///     [<.. as Parameters<f32>>::COUNT, __RULES[0].multiply_adds_count()],
/// )];
/// ```
pub fn nodes(graph: &Graph, names: &Names) -> TokenStream {
    let nodes = (0..graph.feeds.len()).map(|i| node_info(graph, names, i));
    let multiply_adds = graph.running().map(|i| multiply_adds(graph, i));
    quote! {
        const __NODES: &[__plies::NodeInfo] = &[#(#nodes),*];
        const __MULTIPLY_ADDS: usize = __plies::wire::sum(&[#(#multiply_adds),*]);
    }
}

fn node_info(graph: &Graph, names: &Names, i: usize) -> TokenStream {
    let multiply_adds = multiply_adds(graph, i);
    let (node, as_layer) = (&graph.declaration.nodes[i], as_layer(&names.nodes[i], quote!(f32)));
    let (name, layer) = (node.name.unraw().to_string(), &node.layer.text);
    let feeds = graph.feeds[i].iter().map(|feed| graph.name(*feed).unraw().to_string());
    quote! {
        __plies::NodeInfo::new(#name, #layer, &[#(#feeds),*], &__SHAPES[#i], [
            <#as_layer::Parameters as __plies::Parameters<f32>>::COUNT,
            #multiply_adds,
        ])
    }
}

/// What does not run adds up nothing.
fn multiply_adds(graph: &Graph, i: usize) -> TokenStream {
    if graph.runs[i] { quote!(__RULES[#i].multiply_adds_count()) } else { quote!(0) }
}

/// What an editor shows of the network, its inputs and its nodes; see `sketch.rs`.
pub fn editor_texts(graph: &Graph, names: &Names) -> TokenStream {
    let (network, inputs) = (&names.network, names.inputs.iter().map(|input| &input.shape));
    let (shapes, count) = (inputs.clone(), names.inputs.len());
    let outputs = names.outputs.iter().map(|output| &output.shape);
    let parameters = quote!(<#network<f32> as __plies::Parameters<f32>>::COUNT);
    let inputs = inputs.map(|shape| quote!(__plies::Message::new("").shape(#shape)));
    // Each by itself, so that all others are shown where one is half typed.
    let nodes = (0..graph.feeds.len()).map(|i| {
        let node = node_info(graph, names, i);
        quote!(#node.said())
    });
    let texts = inputs.chain(nodes).enumerate().map(|(i, text)| {
        let i = i + 1;
        quote!(impl __plies::wire::EditorText<#i> for #network<f32> { const TEXT: __plies::Message = #text; })
    });
    quote! {
        impl __plies::wire::EditorText<0> for #network<f32> {
            const TEXT: __plies::Message = __plies::wire::said_of_all(
                &[#(#shapes),*] as &[_; #count], &[#(#outputs),*], [#parameters, __MULTIPLY_ADDS],
            );
        }
        #(#texts)*
    }
}
