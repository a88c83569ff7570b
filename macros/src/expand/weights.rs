//! Weights that are part of the program.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use super::header::{call_at, fits};
use super::names::{Names, own};
use crate::graph::{Graph, Source};
use crate::weights::{Tensor, Weights};

/// The tensors of each node, a check of each, and the network that has them:
///
/// ```text
/// const __SAVED: &[SavedNode; 1] = &[SavedNode { file: "net.safetensors", node: "affine1", tensors: &[..], .. }];
/// type weights_of_affine1 = [(); check_weights(&__SAVED[0], <.. as Parameters<f32>>::LAYOUT, &__STORED[0], ..)];
/// static __WEIGHTS: Net<f32> = embed(include_bytes!("/home/../net.safetensors"), __SAVED, ..);
/// impl Net<f32> {
///     pub const WEIGHTS: &'static Self = &__WEIGHTS;
/// }
/// ```
pub fn weights(graph: &Graph, names: &Names, weights: &Weights) -> TokenStream {
    let (network, count) = (&names.network, names.nodes.len());
    let scalar = if weights.is_double { quote!(f64) } else { quote!(f32) };
    let file = weights.file.as_ref().map(|file| file.value()).unwrap_or_default();
    let doc = format!("The network with the weights of `{file}`, which are part of the program.");
    if graph.declaration.is_for_editor {
        return quote!(impl #network<#scalar> { #[doc = #doc] pub const WEIGHTS: &'static Self = loop {}; });
    }
    if !graph.errors.is_empty() {
        // Whoever names it makes no second mistake.
        return quote! {
            impl #network<#scalar> {
                pub const WEIGHTS: &'static Self = { let _ = __plies::wire::sized::<__Unsound>(0); loop {} };
            }
        };
    }
    let saved =
        graph.declaration.nodes.iter().map(|node| saved(&node.name.unraw().to_string(), &file, weights));
    let checks: Vec<_> = graph
        .declaration
        .nodes
        .iter()
        .map(|node| own(&format!("weights_of_{}", node.name.unraw())))
        .collect();
    let checked = graph.declaration.nodes.iter().enumerate().map(|(i, node)| {
        // Where what feeds it differs, so may it, and that is no second mistake.
        let above = graph.feeds[i].iter().filter_map(|feed| match feed {
            Source::Node(node) => Some(&checks[*node]),
            Source::Input(_) => None,
        });
        let (check, own) = (&checks[i], &names.nodes[i].fits);
        let layout = quote! {
            <<#network<#scalar> as __plies::wire::Field<#i>>::Parameters as __plies::Parameters<#scalar>>::LAYOUT
        };
        let arguments = quote!(&__SAVED[#i], &#layout, &__STORED[#i], __plies::wire::sized::<(#own, #(#above),*)>(0));
        let fits = fits(graph, call_at(node.layer.span, quote!(__plies::wire::check_weights), arguments));
        quote!(type #check = #fits;)
    });
    let path = weights.path.to_string_lossy();
    quote! {
        const __SAVED: &[__plies::wire::SavedNode; #count] = &[#(#saved),*];
        #(#checked)*
        static __WEIGHTS: #network<#scalar> = __plies::wire::embed::<#scalar, #network<#scalar>>(
            ::core::include_bytes!(#path), __SAVED, __plies::wire::sized::<(#(#checks,)*)>(0),
        );
        impl #network<#scalar> {
            #[doc = #doc]
            pub const WEIGHTS: &'static Self = &__WEIGHTS;
        }
    }
}

/// The tensors of a node.
fn saved(node: &str, file: &str, weights: &Weights) -> TokenStream {
    let tensors = weights.of(node).map(|(name, Tensor { shape, start, .. })| {
        quote!(__plies::wire::Saved { name: #name, shape: &[#(#shape),*], start: #start })
    });
    quote!(__plies::wire::SavedNode { file: #file, node: #node, tensors: &[#(#tensors),*] })
}
