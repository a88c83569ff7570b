//! Where values lie: on the tape while training, in room that is used again while predicting.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::names::{Names, own};
use super::node::as_layer;
use crate::graph::{Graph, Source};

/// What forward keeps for backward. An output that is written straight to the border is not there: whoever runs the network
/// has room for it.
///
/// ```text
/// struct __Tape<T: Scalar, const N: usize> {
///     __y_affine1: [[T; 50]; N], __dy_affine1: [[T; 50]; N], __cache_affine1: ..,
///     __spare0_sum: [[T; 50]; N],     // the gradient of a further use of a value, before it is added
/// }
/// ```
pub fn tape(graph: &Graph, names: &Names) -> TokenStream {
    let vis = &graph.declaration.vis;
    let mut fields = vec![];
    for i in graph.running() {
        let node = &names.nodes[i];
        let (y, dy, cache, output) = (&node.y, &node.dy, &node.cache, &node.output);
        let layer = as_layer(node, quote!(__T));
        if Some(i) != graph.border() {
            fields.push(quote!(#y: [#output<__T>; __N]));
            fields.push(quote!(#dy: [#output<__T>; __N]));
        }
        fields.push(quote!(#cache: #layer::Cache<__N>));
    }
    for (i, j) in further_uses(graph) {
        let (spare, len) = (&names.nodes[i].spares[j], &names.nodes[i].takes[j]);
        fields.push(quote!(#spare: [[__T; #len]; __N]));
    }
    quote! {
        #vis struct __Tape<__T: __plies::Scalar, const __N: usize> {
            #(#fields,)*
        }
        // SAFETY: every field is an array of scalars or a cache, of which zeros are a value.
        unsafe impl<__T: __plies::Scalar, const __N: usize> __plies::Zeroed for __Tape<__T, __N> {}
    }
}

/// Every use of a value but the one that backward reaches first, which needs no adding up: node and number of its input.
/// Being an output is a use, too, and the first.
pub fn further_uses(graph: &Graph) -> Vec<(usize, usize)> {
    let mut used: HashSet<_> = graph.outputs.iter().map(|output| Source::Node(*output)).collect();
    let mut further = vec![];
    for i in graph.running().rev() {
        for (j, feed) in graph.feeds[i].iter().enumerate() {
            if !used.insert(*feed) {
                further.push((i, j));
            }
        }
    }
    further
}

/// Room for the values between the nodes while predicting. A value takes the place of one whose last reader has run:
///
/// ```text
/// const __ROOM0: usize = largest(&[__RULES[0].output().len(), __RULES[2].output().len()]);
/// const __ROOM1: usize = ..;
/// const __VALUES: usize = 0 + __ROOM0 + __ROOM1;
/// ```
pub fn values(graph: &Graph) -> TokenStream {
    let rooms = Rooms::new(graph);
    let names: Vec<_> = rooms.names().collect();
    let sizes = rooms.tenants.iter().map(|tenants| quote!(&[#(__RULES[#tenants].output().len()),*]));
    let nodes = graph.running();
    quote! {
        #(const #names: usize = __plies::wire::largest(#sizes);)*
        const __VALUES: usize = 0 #(+ #names)*;
        const __SCRATCH: usize = __plies::wire::largest(&[#(__RULES[#nodes].scratch_len()),*]);
    }
}

/// Which room holds which values.
pub struct Rooms {
    /// The room of each node, but of one that writes to the border, or does not run.
    pub of: Vec<Option<usize>>,
    /// The nodes whose values lie in each room, one after the other.
    pub tenants: Vec<Vec<usize>>,
}

impl Rooms {
    pub fn new(graph: &Graph) -> Self {
        let (mut of, mut tenants, mut taken_until): (Vec<_>, Vec<Vec<_>>, Vec<usize>) = Default::default();
        for node in 0..graph.feeds.len() {
            if graph.border() == Some(node) || !graph.runs[node] {
                of.push(None);
                continue;
            }
            let free = taken_until.iter().position(|until| *until < node);
            let room = free.unwrap_or_else(|| {
                taken_until.push(0);
                tenants.push(vec![]);
                tenants.len() - 1
            });
            taken_until[room] = match graph.outputs.contains(&node) {
                true => usize::MAX,
                false => graph.last_reader(Source::Node(node)).unwrap_or(node),
            };
            tenants[room].push(node);
            of.push(Some(room));
        }
        Rooms { of, tenants }
    }

    pub fn names(&self) -> impl Iterator<Item = proc_macro2::Ident> {
        (0..self.tenants.len()).map(|room| own(&format!("__ROOM{room}")))
    }
}
