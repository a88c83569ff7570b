//! The struct that the user names.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::quote;

use crate::ast::Node;
use crate::graph::Graph;

/// The struct, with a field for each node:
///
/// ```text
/// /// The two-layer network of the chapter.
/// pub struct TwoLayerNet<T: Scalar = f32> {
///     /// The parameters of `affine1`: `Affine::new(784, 50)`.
///     pub affine1: <Self as Field<0>>::Parameters,
///     ..
/// }
/// ```
pub fn structure(graph: &Graph) -> TokenStream {
    let declaration = &graph.declaration;
    let (attrs, vis, name, library) =
        (&declaration.attrs, &declaration.vis, &declaration.name, &declaration.library);
    let fields = declaration.nodes.iter().enumerate().map(|(i, node)| {
        let (attrs, doc, name) = (&node.attrs, doc(node), &node.name);
        quote! {
            #(#attrs)*
            #doc
            pub #name: <Self as #library::wire::Field<#i>>::Parameters
        }
    });
    // The user's own words, so that advice about the struct points there: "add `#[derive(Clone)]`".
    let keyword = &declaration.struct_token;
    let mut body = Group::new(Delimiter::Brace, quote!(#(#fields,)*));
    body.set_span(declaration.body);
    quote! {
        #(#attrs)*
        #vis #keyword #name<T: #library::Scalar = f32> #body
    }
}

/// What the field's documentation says where the user's says nothing.
fn doc(node: &Node) -> Option<TokenStream> {
    if node.attrs.iter().any(|attr| attr.path().is_ident("doc")) {
        return None;
    }
    let doc = format!("The parameters of `{}`: `{}`.", node.name, node.layer.text);
    Some(quote!(#[doc = #doc]))
}
