//! The buffer in which a network predicts.

use proc_macro2::TokenStream;
use quote::quote;

use super::gradients::Gradients;
use super::tape::values;
use crate::expand::names::Names;
use crate::graph::{Graph, Source};

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
