//! What a reviewer would say of a network that compiles: warnings.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Attribute;

use super::names::Names;
use crate::ast::is_level;
use crate::graph::{Graph, Source};

/// Names that nothing reads, in rustc's own words: they are parameters of a function that does nothing.
///
/// ```text
/// const _: () = {
///     fn __unused(side: ()) {}
/// };
/// ```
pub fn unused(graph: &Graph) -> Option<TokenStream> {
    let parameters: Vec<_> = graph
        .unused()
        .map(|source| {
            let (name, attrs) = match source {
                Source::Input(input) => (&graph.declaration.inputs[input].name, &[][..]),
                Source::Node(node) => {
                    (&graph.declaration.nodes[node].name, &graph.declaration.nodes[node].attrs[..])
                }
            };
            let levels = levels(attrs);
            quote!(#(#levels)* #name: ())
        })
        .collect();
    let levels = levels(&graph.declaration.attrs);
    (graph.errors.is_empty() && !parameters.is_empty()).then(|| {
        quote! {
            // The function is never called, and a name may be any that a field can have.
            #[allow(dead_code, non_snake_case)]
            #(#levels)*
            const _: () = {
                fn __unused(#(#parameters),*) {}
            };
        }
    })
}

/// A warning on a layer or a loss beside which another looks like a mistake:
///
/// ```text
/// const _: () = <<Number<{ sized::<shape_of_relu2>(advice(__RULES, __CHAIN, 2, false)) }> as Say>::What>::HERE;
/// ```
///
/// The library knows what to say; it marks `HERE` as deprecated where there is something.
pub fn advice(graph: &Graph, names: &Names) -> TokenStream {
    let declaration = &graph.declaration;
    let judged = graph.outputs.iter().zip(&graph.losses).filter(|(_, loss)| loss.is_some());
    let judged = graph.reaching(judged.map(|(output, _)| *output));
    let is_judged = graph.losses.iter().any(Option::is_some);
    let nodes = declaration.nodes.iter().zip(&names.nodes).enumerate().map(|(i, (node, own))| {
        let (fits, has_parameters, levels) = (&own.fits, &own.has_parameters, levels(&node.attrs));
        let is_unreached = is_judged && graph.runs[i] && !judged[i];
        let is_unreached = is_unreached.then(|| quote!(#has_parameters)).unwrap_or(quote!(false));
        here(
            &levels,
            node.layer.span,
            quote!(__plies::wire::sized::<#fits>(__plies::wire::advice(__RULES, __CHAIN, #i, #is_unreached))),
        )
    });
    let losses = graph.losses.iter().enumerate().filter_map(|(output, loss)| {
        let (loss, node) = (&declaration.losses[(*loss)?], graph.outputs[output]);
        let (marker, fits) = (&names.loss_markers[output], &names.nodes[node].fits);
        let has_rule = &names.loss_questions[output];
        let rule = quote! {
            &<__plies::ask::Choose<#has_rule> as __plies::ask::OrStandIn<#marker>>::LAYER
                .loss_rule(__RULES[#node].output())
        };
        let code =
            quote!(__plies::wire::sized::<#fits>(__plies::wire::advice_on_loss(#rule, &__RULES[#node])));
        Some(here(&levels(&loss.levels), loss.layer.span, code))
    });
    let levels = levels(&declaration.attrs);
    quote! {
        #(#levels)*
        const _: () = {
            #(#nodes)*
            #(#losses)*
        };
    }
}

/// A warning on the user's words, if the code is that of one.
fn here(levels: &[&Attribute], span: Span, code: TokenStream) -> TokenStream {
    let place = quote_spanned!(span=> <<__plies::wire::Number<{ #code }> as __plies::wire::Say>::What>::HERE);
    quote!(#(#levels)* const _: () = #place;)
}

/// The attributes that say what is warned of, and whether.
fn levels(attrs: &[Attribute]) -> Vec<&Attribute> {
    attrs.iter().filter(|attr| is_level(attr) || attr.path().is_ident("cfg")).collect()
}
