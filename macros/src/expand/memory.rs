//! Where values lie: on the tape while training, in a buffer that is used again and again while predicting.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::names::Names;
use super::node::as_layer;
use crate::graph::{Graph, Source};

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
fn values(graph: &Graph, names: &Names) -> TokenStream {
    let count = graph.running().count();
    let lens = graph.running().map(|node| match graph.successor(node) {
        _ if Some(node) == graph.border() => quote!(0),
        None => quote!(__RULES[#node].output().len()),
        Some(successor) => {
            let is_over = &names.nodes[successor].is_over;
            quote!(if #is_over { 0 } else { __RULES[#node].output().len() })
        }
    });
    quote!(const __VALUES: &__plies::wire::Values<#count> = &__plies::wire::Values::new([#(#lens),*]);)
}

/// A gradient that lies on the tape: of the value of a node, or of a further use of a value, before it is added.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gradient {
    Value(usize),
    /// Node and number of its input.
    Use(usize, usize),
}

/// All gradients on the tape, in the order in which they are written.
pub struct Gradients {
    all: Vec<Written>,
    places: HashMap<Gradient, usize>,
    /// Nodes whose gradient may lie where that of their successor does, and the constant that says so.
    over: HashMap<usize, (usize, Ident)>,
}

/// A gradient, the node that writes it on its way back, if it is none of an output, and the gradients that are there meanwhile.
struct Written {
    gradient: Gradient,
    by: Option<usize>,
    beside: Vec<usize>,
}

impl Gradients {
    /// The gradient of a value is there until its node has gone back.
    pub fn of(graph: &Graph, names: &Names) -> Gradients {
        let over = graph.running().filter_map(|node| {
            let successor = graph.successor(node)?;
            Some((node, (successor, names.nodes[successor].is_over.clone())))
        });
        let mut all = Gradients { all: vec![], places: HashMap::new(), over: over.collect() };
        let further = further_uses(graph);
        let mut there = vec![];
        if graph.border().is_none() {
            for output in &graph.outputs {
                all.write(Gradient::Value(*output), None, *output, &mut there);
            }
        }
        for i in graph.running().rev() {
            for (j, feed) in graph.feeds[i].iter().enumerate() {
                if further.contains(&(i, j)) {
                    all.write(Gradient::Use(i, j), Some(i), i, &mut there);
                } else if let Source::Node(node) = feed {
                    all.write(Gradient::Value(*node), Some(i), *node, &mut there);
                }
            }
            there.retain(|(_, until)| *until < i);
        }
        all
    }

    fn write(
        &mut self,
        gradient: Gradient,
        by: Option<usize>,
        until: usize,
        there: &mut Vec<(usize, usize)>,
    ) {
        if self.place(gradient).is_none() {
            let beside = there.iter().map(|(other, _)| *other).collect();
            there.push((self.all.len(), until));
            self.places.insert(gradient, self.all.len());
            self.all.push(Written { gradient, by, beside });
        }
    }

    /// Its number in the plan.
    pub fn place(&self, gradient: Gradient) -> Option<usize> {
        self.places.get(&gradient).copied()
    }

    /// Where it lies on the tape.
    pub fn range(&self, gradient: Gradient) -> TokenStream {
        let place = self.place(gradient).expect("what is asked for was written");
        let place = self.shared(place);
        quote!(__WAY_BACK.values[#place].range(__N, __ROOM * __N))
    }

    /// The number in the plan, or the one of the successor where the two share a place.
    fn shared(&self, place: usize) -> TokenStream {
        match self.all[place].gradient {
            Gradient::Value(node) if self.over.contains_key(&node) => {
                let (successor, is_over) = &self.over[&node];
                let over = self.place(Gradient::Value(*successor));
                let over = over.expect("a successor is not where the network ends");
                quote!(if #is_over { #over } else { #place })
            }
            _ => quote!(#place),
        }
    }

    /// Where gradients lie. One takes the place of those that nobody needs any more, and of values: a node on its way back needs
    /// none of those after it.
    ///
    /// ```text
    /// const __WAY_BACK: &Plan<2> = &Plan::new([
    ///     Need { gives: __RULES[1].output().len(), scratch: 0, floor: __VALUES.up_to(2), beside: &[] },
    ///     Need { gives: __RULES[0].output().len(), scratch: 0, floor: __VALUES.up_to(2), beside: &[0] },
    /// ]);
    /// const __ROOM: usize = largest(&[__WAY_BACK.size.each, __VALUES.up_to(3)]);
    /// ```
    fn plan(&self, graph: &Graph, names: &Names) -> TokenStream {
        let needs = self.all.iter().map(|Written { gradient, by, beside }| {
            let gives = match *gradient {
                Gradient::Value(node) => {
                    let len = quote!(__RULES[#node].output().len());
                    match self.over.get(&node) {
                        Some((_, is_over)) => quote!(if #is_over { 0 } else { #len }),
                        None => len,
                    }
                }
                Gradient::Use(node, input) => {
                    let len = &names.nodes[node].takes[input];
                    quote!(#len)
                }
            };
            let values = match *by {
                None => graph.running().count(),
                // What is written to the border is not there.
                Some(node) if Some(node) == graph.border() => planned(graph, node),
                Some(node) => planned(graph, node) + 1,
            };
            let values = match *by {
                Some(node) if Some(node) != graph.border() => {
                    let without = values - 1;
                    quote!(if __RULES[#node].reads_y() { #values } else { #without })
                }
                _ => quote!(#values),
            };
            let beside = beside.iter().map(|place| self.shared(*place));
            quote! {
                __plies::wire::Need {
                    gives: #gives, scratch: 0, floor: __VALUES.up_to(#values), beside: &[#(#beside),*],
                }
            }
        });
        let (count, values) = (self.all.len(), graph.running().count());
        quote! {
            const __WAY_BACK: &__plies::wire::Plan<#count> = &__plies::wire::Plan::new([#(#needs),*]);
            const __ROOM: usize = __plies::wire::largest(&[__WAY_BACK.size.each, __VALUES.up_to(#values)]);
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
///     Need { gives: __RULES[0].output().len(), scratch: __RULES[0].scratch_len(), floor: 0, beside: &[] },
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
    let (count, gives) = (nodes.len(), nodes.iter().map(|node| planned_len(graph, names, *node)));
    let beside = beside(graph).into_iter().map(|beside| {
        let beside = beside.into_iter().map(|node| planned_number(graph, names, node));
        quote!(&[#(#beside),*])
    });
    let scratch = nodes.iter().map(|node| match to_and_fro(graph, *node) {
        None => quote!(__RULES[#node].scratch_len()),
        Some(_) => {
            let repeats = &names.nodes[*node].repeats;
            quote!(__plies::wire::scratch_to_and_fro(&__RULES[#node], #repeats))
        }
    });
    let (values, way_back) = (values(graph, names), gradients.plan(graph, names));
    quote! {
        #values
        #way_back
        const __PLAN: &__plies::wire::Plan<#count> = &__plies::wire::Plan::new([#(
            __plies::wire::Need {
                gives: #gives, scratch: #scratch, floor: 0, beside: #beside,
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

/// Where a value lies while predicting.
pub fn planned_place(graph: &Graph, names: &Names, node: usize) -> TokenStream {
    let number = planned_number(graph, names, node);
    quote!(__PLAN.values[#number].range(__N, __len))
}

/// The number in the plan of what a value lies in: of its own node, or of the one below, over whose value it is written.
fn planned_number(graph: &Graph, names: &Names, node: usize) -> TokenStream {
    let own = planned(graph, node);
    match graph.below(node) {
        None => quote!(#own),
        Some(below) => {
            let (is_over, below) = (&names.nodes[node].is_over, planned(graph, below));
            quote!(if #is_over { #below } else { #own })
        }
    }
}

/// How much room a value needs of its own.
fn planned_len(graph: &Graph, names: &Names, node: usize) -> TokenStream {
    let len = quote!(__RULES[#node].output().len());
    match graph.below(node) {
        None => len,
        Some(_) => {
            let is_over = &names.nodes[node].is_over;
            quote!(if #is_over { 0 } else { #len })
        }
    }
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
    for node in graph.running() {
        there.retain(|(_, until)| *until >= node);
        all.push(there.iter().map(|(value, _)| *value).collect());
        let until = match graph.outputs.contains(&node) {
            true => usize::MAX,
            false => graph.last_reader(Source::Node(node)).unwrap_or(node),
        };
        there.push((node, until));
    }
    all
}
