//! Where values lie: on the tape while training, in a buffer that is used again and again while predicting.

use std::collections::{HashMap, HashSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::names::Names;
use super::node::as_layer;
use crate::graph::{Graph, Source};

/// What forward keeps for backward, and room for gradients on the way back. An output that is written straight to the border
/// is not there: whoever runs the network has room for it.
///
/// ```text
/// struct __Tape<T: Scalar, const N: usize> {
///     __y_affine1: [[T; 50]; N], __cache_affine1: ..,
///     __gradients: Buffer<T, __BACK, 0, N>,
/// }
/// ```
pub fn tape(graph: &Graph, names: &Names) -> TokenStream {
    let vis = &graph.declaration.vis;
    let mut fields = vec![];
    for i in graph.running() {
        let node = &names.nodes[i];
        let (y, cache, output) = (&node.y, &node.cache, &node.output);
        let layer = as_layer(node, quote!(__T));
        if Some(i) != graph.border() {
            fields.push(quote!(#y: [#output<__T>; __N]));
        }
        fields.push(quote!(#cache: #layer::Cache<__N>));
    }
    quote! {
        #vis struct __Tape<__T: __plies::Scalar, const __N: usize> {
            #(#fields,)*
            __gradients: __plies::wire::Buffer<__T, __BACK, 0, __N>,
        }
        // SAFETY: every field is an array of scalars or a cache, of which zeros are a value.
        unsafe impl<__T: __plies::Scalar, const __N: usize> __plies::Zeroed for __Tape<__T, __N> {}
    }
}

/// A gradient that lies on the tape: of the value of a node, or of a further use of a value, before it is added.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gradient {
    Value(usize),
    /// Node and number of its input.
    Use(usize, usize),
}

/// All gradients on the tape, in the order in which they are written: each with those that are there meanwhile.
pub struct Gradients {
    all: Vec<(Gradient, Vec<usize>)>,
    places: HashMap<Gradient, usize>,
}

impl Gradients {
    /// The gradient of a value is there until its node has gone back.
    pub fn of(graph: &Graph) -> Gradients {
        let (mut all, further) = (Gradients { all: vec![], places: HashMap::new() }, further_uses(graph));
        let mut there = vec![];
        if graph.border().is_none() {
            for output in &graph.outputs {
                all.write(Gradient::Value(*output), *output, &mut there);
            }
        }
        for i in graph.running().rev() {
            for (j, feed) in graph.feeds[i].iter().enumerate() {
                if further.contains(&(i, j)) {
                    all.write(Gradient::Use(i, j), i, &mut there);
                } else if let Source::Node(node) = feed {
                    all.write(Gradient::Value(*node), *node, &mut there);
                }
            }
            there.retain(|(_, until)| *until < i);
        }
        all
    }

    fn write(&mut self, gradient: Gradient, until: usize, there: &mut Vec<(usize, usize)>) {
        if self.place(gradient).is_none() {
            let beside = there.iter().map(|(other, _)| *other).collect();
            there.push((self.all.len(), until));
            self.places.insert(gradient, self.all.len());
            self.all.push((gradient, beside));
        }
    }

    /// Its number in the plan.
    pub fn place(&self, gradient: Gradient) -> Option<usize> {
        self.places.get(&gradient).copied()
    }

    /// Where it lies in `__gradients`.
    pub fn range(&self, gradient: Gradient) -> TokenStream {
        let place = self.place(gradient).expect("what is asked for was written");
        quote!(__WAY_BACK.values[#place].range(__N, __BACK * __N))
    }

    /// Where gradients lie. One takes the place of those that nobody needs any more:
    ///
    /// ```text
    /// const __WAY_BACK: &Plan<2> = &Plan::new([
    ///     Need { gives: __RULES[1].output().len(), scratch: 0, beside: &[] },
    ///     Need { gives: __RULES[0].output().len(), scratch: 0, beside: &[0] },
    /// ]);
    /// const __BACK: usize = __WAY_BACK.size.each;
    /// ```
    fn plan(&self, names: &Names) -> TokenStream {
        let needs = self.all.iter().map(|(gradient, beside)| {
            let gives = match *gradient {
                Gradient::Value(node) => quote!(__RULES[#node].output().len()),
                Gradient::Use(node, input) => {
                    let len = &names.nodes[node].takes[input];
                    quote!(#len)
                }
            };
            quote!(__plies::wire::Need { gives: #gives, scratch: 0, beside: &[#(#beside),*] })
        });
        let count = self.all.len();
        quote! {
            const __WAY_BACK: &__plies::wire::Plan<#count> = &__plies::wire::Plan::new([#(#needs),*]);
            const __BACK: usize = __WAY_BACK.size.each;
        }
    }
}

/// Every use of a value but the one that backward reaches first, which needs no adding up: node and number of its input.
/// Being an output is a use, too, and the first.
fn further_uses(graph: &Graph) -> HashSet<(usize, usize)> {
    let mut used: HashSet<_> = graph.outputs.iter().map(|output| Source::Node(*output)).collect();
    let mut further = HashSet::new();
    for i in graph.running().rev() {
        for (j, feed) in graph.feeds[i].iter().enumerate() {
            if !used.insert(*feed) {
                further.insert((i, j));
            }
        }
    }
    further
}

/// Where values and working memory lie while predicting. A value takes the place of those whose last reader has run:
///
/// ```text
/// const __PLAN: &Plan<3> = &Plan::new([
///     Need { gives: __RULES[0].output().len(), scratch: __RULES[0].scratch_len(), beside: &[] },
///     Need { .., beside: &[0] },
///     Need { .., beside: &[1] },
/// ]);
/// const __EACH: usize = __PLAN.size.each;
/// const __ONCE: usize = __PLAN.size.once;
/// const __INSIDE: usize = __PLAN.size.inside;
/// const __SCRATCH: usize = largest(&[__RULES[0].scratch_len(), ..]);      // while training
/// ```
pub fn plan(graph: &Graph, names: &Names, gradients: &Gradients) -> TokenStream {
    let nodes: Vec<_> = graph.running().collect();
    let (count, beside) = (nodes.len(), beside(graph));
    let scratch = nodes.iter().map(|node| match to_and_fro(graph, *node) {
        None => quote!(__RULES[#node].scratch_len()),
        Some(_) => {
            let repeats = &names.nodes[*node].repeats;
            quote!(__plies::wire::scratch_to_and_fro(&__RULES[#node], #repeats))
        }
    });
    let way_back = gradients.plan(names);
    quote! {
        #way_back
        const __PLAN: &__plies::wire::Plan<#count> = &__plies::wire::Plan::new([#(
            __plies::wire::Need {
                gives: __RULES[#nodes].output().len(), scratch: #scratch, beside: &[#(#beside),*],
            }
        ),*]);
        const __EACH: usize = __PLAN.size.each;
        const __ONCE: usize = __PLAN.size.once;
        const __INSIDE: usize = __PLAN.size.inside;
        const __SCRATCH: usize = __plies::wire::largest(&[#(__RULES[#nodes].scratch_len()),*]);
    }
}

/// The number in the plan of a node that runs.
pub fn planned(graph: &Graph, node: usize) -> usize {
    graph.running().take_while(|running| *running < node).count()
}

/// The node whose value nobody needs any more after a layer has read it that is repeated: its place is where every second of
/// them writes.
pub fn to_and_fro(graph: &Graph, node: usize) -> Option<usize> {
    let feed = match graph.feeds[node][..] {
        [feed] if graph.declaration.nodes[node].layer.repeat.is_some() => feed.node()?,
        _ => return None,
    };
    let is_last = graph.last_reader(Source::Node(feed)) == Some(node);
    (is_last && !graph.outputs.contains(&feed)).then_some(feed)
}

/// For each node that runs, the values that are there when it does: those that it reads, and those that are read further down.
fn beside(graph: &Graph) -> Vec<Vec<usize>> {
    let (mut there, mut all): (Vec<(usize, usize)>, Vec<_>) = Default::default();
    for (i, node) in graph.running().enumerate() {
        there.retain(|(_, until)| *until >= node);
        all.push(there.iter().map(|(value, _)| *value).collect());
        let until = match graph.outputs.contains(&node) {
            true => usize::MAX,
            false => graph.last_reader(Source::Node(node)).unwrap_or(node),
        };
        there.push((i, until));
    }
    all
}
