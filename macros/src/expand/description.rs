//! What the compiler knows of the nodes, as constants, and what an editor shows of them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use super::names::Names;
use super::node::as_layer;
use crate::graph::{Graph, Source};

/// What is known of the nodes:
///
/// ```text
/// const __NODES: &[NodeInfo] = &[NodeInfo::new(
///     "affine1", "Affine::new(784, 50)", &["x"], &__SHAPES[0],
///     Counts { parameters: <.. as Parameters<f32>>::COUNT, multiply_adds: __RULES[0].multiply_adds_count(), .. },
/// )];
/// ```
pub fn nodes(graph: &Graph, names: &Names) -> TokenStream {
    let nodes = (0..graph.feeds.len()).map(|i| node_info(graph, names, i));
    let multiply_adds = graph.running().map(|i| multiply_adds(graph, i));
    let steps = steps(graph, names);
    quote! {
        const __NODES: &[__plies::NodeInfo] = &[#(#nodes),*];
        const __MULTIPLY_ADDS: usize = __plies::wire::sum(&[#(#multiply_adds),*]);
        #steps
    }
}

/// What leads to each node, by which it is counted what backward adds up. What is trained above a value is one body, so that a
/// deep network is no deep chain of constants:
///
/// ```text
/// const __TRAINED: [bool; 2] = {
///     let mut __trained = [__HAS_PARAMETERS_affine1, __HAS_PARAMETERS_relu1];
///     __trained[1] |= __trained[0];
///     __trained
/// };
/// const __STEPS: &[Step] = &[
///     Step { rule: &__RULES[0], runs: true, trains: __HAS_PARAMETERS_affine1, feeds: &[Reach { inputs: 1, is_trained: false }] },
///     ..
/// ];
/// ```
fn steps(graph: &Graph, names: &Names) -> TokenStream {
    let trains: Vec<_> = names.nodes.iter().map(|node| &node.has_parameters).collect();
    let count = trains.len();
    let lines = graph.feeds.iter().enumerate().flat_map(|(i, feeds)| {
        feeds.iter().filter_map(move |feed| match feed {
            Source::Input(_) => None,
            Source::Node(node) => Some(quote!(__trained[#i] |= __trained[#node];)),
        })
    });
    let inputs = graph.inputs_above();
    let feeds = graph.feeds.iter().map(|feeds| {
        let reaches = feeds.iter().map(|feed| match feed {
            Source::Input(input) => {
                let inputs = 1u8 << input;
                quote!(__plies::wire::Reach { inputs: #inputs, is_trained: false })
            }
            Source::Node(node) => {
                let inputs = inputs[*node];
                quote!(__plies::wire::Reach { inputs: #inputs, is_trained: __TRAINED[#node] })
            }
        });
        quote!(&[#(#reaches),*])
    });
    let (i, runs) = (0..count, &graph.runs);
    quote! {
        const __TRAINED: [bool; #count] = {
            let mut __trained = [#(#trains),*];
            #(#lines)*
            __trained
        };
        const __STEPS: &[__plies::wire::Step] = &[
            #(__plies::wire::Step { rule: &__RULES[#i], runs: #runs, trains: #trains, feeds: #feeds }),*
        ];
    }
}

fn node_info(graph: &Graph, names: &Names, i: usize) -> TokenStream {
    let multiply_adds = multiply_adds(graph, i);
    let (node, as_layer) = (&graph.declaration.nodes[i], as_layer(&names.nodes[i], quote!(f32)));
    let (name, layer) = (node.name.unraw().to_string(), &node.layer.text);
    let feeds = graph.feeds[i].iter().map(|feed| graph.name(*feed).unraw().to_string());
    let trained = match graph.is_frozen(i) {
        true => quote!(0),
        false => quote!(<#as_layer::Parameters as __plies::Parameters<f32>>::TRAINED),
    };
    let counts = match graph.declaration.is_for_editor {
        // It shows none of them, and the less it has to compute the better.
        true => quote!(trained: 0, bytes: 0, scratch: 0, backward_multiply_adds: 0),
        false => quote! {
            trained: #trained,
            bytes: ::core::mem::size_of::<#as_layer::Parameters>(),
            scratch: __RULES[#i].scratch_len(),
            backward_multiply_adds: __STEPS[#i].multiply_adds(true, 0),
        },
    };
    quote! {
        __plies::NodeInfo::new(#name, #layer, &[#(#feeds),*], &__SHAPES[#i], __plies::wire::Counts {
            parameters: <#as_layer::Parameters as __plies::Parameters<f32>>::COUNT,
            multiply_adds: #multiply_adds,
            #counts
        })
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
