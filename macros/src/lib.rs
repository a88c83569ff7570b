//! The macros of `plies`: [`network!`](macro@network) wires declared layers, `#[derive(Parameters)]` walks matrices.
//!
//! No layer is known here by name. What a layer takes and gives is left to its shape rule, which the compiler runs.

mod ast;
mod errors;
mod expand;
mod graph;
mod parameters;
mod parse;
mod scope;
mod text;
mod weights;

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};

use scope::Scope;

/// Declares a network; `plies::network!` calls it, with the library's path before what the user wrote.
#[proc_macro]
pub fn network(tokens: TokenStream) -> TokenStream {
    declare(tokens, false)
}

/// The same for an editor, which is told more than the compiler.
#[proc_macro]
pub fn network_in_editor(tokens: TokenStream) -> TokenStream {
    declare(tokens, true)
}

fn declare(tokens: TokenStream, is_for_editor: bool) -> TokenStream {
    // Behind the library's path.
    let code: TokenStream = tokens.clone().into_iter().skip(1).collect();
    match syn::parse::<ast::Declaration>(ended(tokens)) {
        Ok(declaration) => {
            let mut declaration = ast::Declaration { is_for_editor, ..declaration };
            if !is_for_editor && let Some(scope) = Scope::of(&declaration, code.into()) {
                if let Some(mistake) = scope.repeated(&declaration) {
                    return mistake.into();
                }
                scope.drop_circles(&mut declaration);
            }
            let weights = weights::take(&mut declaration);
            let mut graph = graph::resolve(declaration);
            if is_for_editor {
                expand::leave_to_sketch(&mut graph.declaration);
            }
            expand::expand(&graph, weights.as_ref()).into()
        }
        Err(error) => error.into_compile_error().into(),
    }
}

/// The tokens in a group that ends where the last of them does, so that what is missing at the end is shown there.
fn ended(tokens: TokenStream) -> TokenStream {
    let last = tokens.clone().into_iter().last();
    let mut group = Group::new(Delimiter::Brace, tokens);
    if let Some(last) = last {
        group.set_span(last.span());
    }
    TokenTree::Group(group).into()
}

/// Implements `Parameters` for a struct of matrices.
#[proc_macro_derive(Parameters, attributes(no_decay, statistic, plies))]
pub fn parameters(tokens: TokenStream) -> TokenStream {
    let expanded = syn::parse(tokens).and_then(parameters::expand);
    expanded.unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Implements `Zeroed` for a struct whose fields can begin as zeros.
#[proc_macro_derive(Zeroed, attributes(plies))]
pub fn zeroed(tokens: TokenStream) -> TokenStream {
    let expanded = syn::parse(tokens).and_then(parameters::expand_zeroed);
    expanded.unwrap_or_else(syn::Error::into_compile_error).into()
}
