//! The tape: caches, and room for values.

use proc_macro2::TokenStream;
use quote::quote;

use super::buffer::planned;
use crate::expand::names::Names;
use crate::expand::node::as_layer;
use crate::graph::Graph;

/// What forward keeps for backward, and room for values and, on the way back, for gradients. An output that is written straight
/// to the border is not there: whoever runs the network has room for it.
///
/// ```text
/// struct __Tape<T: Scalar, const N: usize> {
///     __cache_affine1: .., __cache_relu1: ..,
///     __room: Buffer<T, __ROOM, 0, N>,
/// }
/// ```
pub fn tape(graph: &Graph, names: &Names) -> TokenStream {
    let vis = &graph.declaration.vis;
    let fields = graph.running().map(|i| {
        let (cache, layer) = (&names.nodes[i].cache, as_layer(&names.nodes[i], quote!(__T)));
        quote!(#cache: #layer::Cache<__N>)
    });
    quote! {
        #vis struct __Tape<__T: __plies::Scalar, const __N: usize> {
            #(#fields,)*
            __room: __plies::wire::Buffer<__T, __ROOM, 0, __N>,
        }
        // SAFETY: every field is an array of scalars or a cache, of which zeros are a value.
        unsafe impl<__T: __plies::Scalar, const __N: usize> __plies::Zeroed for __Tape<__T, __N> {}
    }
}

/// Where a value lies on the tape: in its own place, or in that of its successor.
pub fn place(graph: &Graph, names: &Names, node: usize) -> TokenStream {
    let own = planned(graph, node);
    let place = match graph.successor(node) {
        None => quote!(#own),
        Some(successor) => {
            let (is_over, over) = (&names.nodes[successor].is_over, planned(graph, successor));
            quote!(if #is_over { #over } else { #own })
        }
    };
    quote!(__VALUES.range(#place, __N))
}

/// Where values lie on the tape, which is 0 entries long for those that lie elsewhere:
///
/// ```text
/// const __VALUES: &Values<3> = &Values::new([if __IS_OVER_relu1 { 0 } else { .. }, __RULES[1].output().len(), 0]);
/// ```
pub fn values(graph: &Graph, names: &Names) -> TokenStream {
    let count = graph.running().count();
    let lens = graph.running().map(|node| {
        if graph.border() == Some(node) {
            return quote!(0);
        }
        let len = quote!(__RULES[#node].output().len());
        match graph.successor(node) {
            None => len,
            Some(successor) => {
                let is_over = &names.nodes[successor].is_over;
                quote!(if #is_over { 0 } else { #len })
            }
        }
    });
    quote!(const __VALUES: &__plies::wire::Values<#count> = &__plies::wire::Values::new([#(#lens),*]);)
}
