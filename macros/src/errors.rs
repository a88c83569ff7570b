//! How mistakes are worded.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Error, Ident};

/// A mistake, and on a line of its own what to write instead.
pub fn error(span: Span, mistake: impl AsRef<str>, help: impl AsRef<str>) -> Error {
    Error::new(span, format!("{}\n  help: {}", mistake.as_ref(), help.as_ref()))
}

/// The mistake as code that does not compile.
pub fn compile_error(error: &Error) -> TokenStream {
    let message = error.to_string();
    quote_spanned!(error.span()=> ::core::compile_error!(#message))
}

/// The name that was probably meant.
pub fn meant<'a>(name: &Ident, candidates: impl Iterator<Item = &'a Ident>) -> Option<&'a Ident> {
    let name = name.to_string();
    let distance = |candidate: &&Ident| strsim::damerau_levenshtein(&candidate.to_string(), &name);
    // A name of one letter is near to any other.
    let near = |candidate: &&Ident| distance(candidate) <= (name.len().max(3) / 3).min(name.len() - 1);
    candidates.filter(near).min_by_key(distance)
}
