//! Where gradients lie on the way back.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::buffer::planned;
use crate::expand::names::Names;
use crate::expand::node::deferring;
use crate::graph::{Graph, Source};

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
    pub fn plan(&self, graph: &Graph, names: &Names) -> TokenStream {
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
            // The values up to the node that is going back are there still, its own only if it reads it.
            let values = match *by {
                None => {
                    let all = graph.running().count();
                    quote!(#all)
                }
                Some(node) => {
                    let above = planned(graph, node);
                    let own = above + 1;
                    let reads_y = reads_y(graph, names, node);
                    quote!(if #reads_y { #own } else { #above })
                }
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

/// Whether a node on its way back needs its own value.
pub fn reads_y(graph: &Graph, names: &Names, node: usize) -> TokenStream {
    let is_deferred = deferring(graph, names, node).map(|is_deferred| quote!(#is_deferred ||));
    quote!((#is_deferred __RULES[#node].reads_y()))
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
