//! From a graph to code: one function for each item that is generated, put together in `expand`.
//!
//! The struct stands where the block stood. All else lies in one `const _: () = { .. }`, out of sight:
//!
//! ```text
//! pub struct Net<T: Scalar = f32> { pub affine1: <Self as Field<0>>::Parameters, .. }
//! const _: () = {
//!     const __RULES: &[Rule; 3] = ..;     // header.rs: the shape rules, run in order
//!     type layer_of_affine1 = ..;           // written.rs: what is written as a layer, and whether it is one
//!     type shape_of_affine1 = ..;           // node.rs: each node's check, sizes and types
//!     struct __Tape<T, N> { .. }          // memory/: what lies between the nodes
//!     impl __Layer { fn forward_affine1<T, N>(..) { .. } .. }     // passes/: each node's functions
//!     impl Layer<..> for __Layer { .. }   // layer.rs: the functions in order
//!     impl<T> Network for Net<T> { .. }   // network.rs: what the struct is
//!     static __WEIGHTS: Net = ..;         // weights.rs: a file of weights, where an attribute names one
//!     const _: usize = ..;                // budget.rs: what it may take at most
//!     const _: () = ..;                   // advice.rs: warnings
//! };
//! ```

mod advice;
mod budget;
mod description;
mod header;
mod layer;
mod memory;
mod names;
mod network;
mod node;
mod passes;
mod sketch;
mod structure;
mod weights;
mod written;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::errors::compile_error;
use crate::graph::Graph;
use crate::weights::Weights;
use names::Names;
pub use sketch::leave_to_sketch;

/// The whole expansion.
pub fn expand(graph: &Graph, weights: Option<&Weights>) -> TokenStream {
    let declaration = &graph.declaration;
    if !graph.has_a_shape() {
        // Nothing can be made of it. Where a macro gives an error and nothing else, rustc says nothing of what is missing.
        return graph.errors.iter().map(compile_error).map(|error| quote!(#error;)).collect();
    }
    let library = &declaration.library;
    let names = &Names::new(graph);
    let gradients = &memory::Gradients::of(graph, names);
    let structure = structure::structure(graph);
    let unsound = unsound(graph);
    let conditions = declaration.attrs.iter().filter(|attr| attr.path().is_ident("cfg"));
    let (shapes, rules, loss) =
        (header::shapes(graph, names), header::rules(graph, names), header::losses(graph, names));
    let chain = header::chain(graph, names);
    // On the network's name: rustc shows this where a variable is named in place of a constant.
    let shown = quote_spanned!(declaration.name.span()=> _);
    let nodes = (0..declaration.nodes.len()).map(|i| node::node(graph, names, i));
    let (tape, plan) = (memory::tape(graph, names), memory::plan(graph, names, gradients));
    let passes = passes::passes(graph, names, gradients);
    let (layer, network) = (layer::layer(graph, names, gradients), network::network(graph, names, gradients));
    let budgets = budget::budgets(graph, names);
    let (unused, advice) = (advice::unused(graph), advice::advice(graph, names));
    let weights = weights.map(|weights| weights::weights(graph, names, weights));
    let sketch = declaration.is_for_editor.then(|| sketch::sketch(graph));
    quote! {
        #sketch
        #structure
        #[allow(
            non_camel_case_types, non_snake_case, non_upper_case_globals, unused_variables, unused_mut, unused_parens,
            dead_code, private_interfaces, long_running_const_eval, missing_docs, unreachable_pub, clippy::all, clippy::pedantic, clippy::nursery
        )]
        #(#conditions)*
        const #shown: () = {
            use #library as __plies;
            use __plies::ask::{IsNot as _, WithoutRule as _};
            #unsound
            #shapes
            #rules
            #chain
            #loss
            #(#nodes)*
            #tape
            #plan
            #passes
            #layer
            #network
            #weights
            #budgets
            #advice
        };
        #unused
    }
}

/// The mistakes of the graph. All sizes depend on the first, so that rustc says no more of what follows from it; an editor goes on
/// with what is right.
fn unsound(graph: &Graph) -> TokenStream {
    if graph.declaration.is_for_editor {
        // A path would answer for the user's own `::`.
        let errors = graph.errors.iter().map(|error| {
            let message = error.to_string();
            quote_spanned!(error.span()=> compile_error!(#message);)
        });
        return errors.collect();
    }
    let mut errors = graph.errors.iter().map(compile_error);
    match errors.next() {
        Some(first) => quote!(type __Unsound = [(); #first]; #(#errors;)*),
        None => quote!(),
    }
}
