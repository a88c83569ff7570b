//! The struct that the user names.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::{Attribute, Expr, Meta};

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
    let described = described(graph);
    quote! {
        #(#attrs)*
        #described
        #vis #keyword #name<T: #library::Scalar = f32> #body
    }
}

/// A table of the nodes for the documentation. Shapes are the compiler's to compute, and no constant reaches a documentation
/// comment on stable Rust: where the user includes a whole description, this table would be a second one.
fn described(graph: &Graph) -> Option<TokenStream> {
    let declaration = &graph.declaration;
    let is_text = |attr: &Attribute| match &attr.meta {
        Meta::NameValue(doc) => matches!(&doc.value, Expr::Lit(_)),
        _ => true,
    };
    let includes = |attr: &&Attribute| attr.path().is_ident("doc") && !is_text(attr);
    if declaration.is_for_editor || declaration.attrs.iter().any(|attr| includes(&attr)) {
        return None;
    }
    let escaped = |text: &str| text.replace('|', "\\|");
    let mut table = "\n\n| node | layer | fed by |\n| --- | --- | --- |\n".to_owned();
    for (node, feeds) in declaration.nodes.iter().zip(&graph.feeds) {
        let layer = escaped(&node.layer.text);
        let feeds: Vec<_> = feeds.iter().map(|feed| format!("`{}`", graph.name(*feed).unraw())).collect();
        table.push_str(&format!("| `{}` | `{layer}` | {} |\n", node.name.unraw(), feeds.join(", ")));
    }
    for loss in &declaration.losses {
        let from = loss.from.as_ref().map_or(String::new(), |from| format!("`{from}`"));
        table.push_str(&format!("| loss | `{}` | {from} |\n", escaped(&loss.layer.text)));
    }
    Some(quote!(#[cfg_attr(doc, doc = #table)]))
}

/// What the field's documentation says where the user's says nothing.
fn doc(node: &Node) -> Option<TokenStream> {
    if node.attrs.iter().any(|attr| attr.path().is_ident("doc")) {
        return None;
    }
    let doc = format!("The parameters of `{}`: `{}`.", node.name, node.layer.text);
    Some(quote!(#[doc = #doc]))
}
