//! What a network may take at most, which the compiler keeps.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use super::header::call_at;
use super::names::{Names, own};
use crate::ast::{Budget, Limited};
use crate::graph::Graph;

/// A check for each figure, on which its error lies:
///
/// ```text
/// const __BUDGET0: usize = 50_000;
/// const _: usize = check_parameters("Net", __BUDGET0, <Net<f32> as Network>::PARAMETERS, __NODES, sized::<(..)>(0));
/// ```
pub fn budgets(graph: &Graph, names: &Names) -> TokenStream {
    graph.declaration.budgets.iter().enumerate().map(|(i, budget)| one(graph, names, i, budget)).collect()
}

fn one(graph: &Graph, names: &Names, i: usize, Budget { limited, most, span }: &Budget) -> TokenStream {
    let (figure, network) = (own(&format!("__BUDGET{i}")), &names.network);
    let (check, found) = match limited {
        Limited::Parameters => {
            (quote!(check_parameters), quote!(<#network<f32> as __plies::Network>::PARAMETERS))
        }
        Limited::Macs => (quote!(check_macs), quote!(__MULTIPLY_ADDS)),
        Limited::Ram => (
            quote!(check_ram),
            quote!([
                ::core::mem::size_of::<#network<f32>>(),
                ::core::mem::size_of::<__plies::Workspace<#network<f32>, 1>>(),
            ]),
        ),
    };
    let name = graph.declaration.name.unraw().to_string();
    // A network that is wrong anyway has no size to speak of.
    let (nodes, outputs) =
        (names.nodes.iter().map(|node| &node.fits), names.outputs.iter().map(|output| &output.fits));
    let fits = quote!(__plies::wire::sized::<(#(#nodes,)* #(#outputs,)*)>(0));
    let check = call_at(*span, quote!(__plies::wire::#check), quote!(#name, #figure, #found, __NODES, #fits));
    let check = (graph.errors.is_empty() && !graph.declaration.is_for_editor)
        .then(|| quote!(const _: usize = #check;));
    quote!(const #figure: usize = #most; #check)
}
