//! `#[derive(Parameters)]`: the walk over a struct of matrices.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Attribute, Data, DeriveInput, Error, Path, Result, parse_quote};

use crate::errors::error;

/// A field on the walk.
pub struct Field {
    pub name: Ident,
    pub ty: TokenStream,
    pub statistic: bool,
}

/// The whole derive.
pub fn expand(input: DeriveInput) -> Result<TokenStream> {
    let name = &input.ident;
    let library = library(&input.attrs)?;
    let Data::Struct(data) = &input.data else {
        return Err(error(name.span(), "parameters are a struct of matrices", "declare a struct"));
    };
    let Some(scalar) = input.generics.type_params().next() else {
        return Err(error(
            name.span(),
            "parameters are generic over their scalar",
            format!("write `struct {name}<T: Scalar>`"),
        ));
    };
    let mut fields = vec![];
    for field in &data.fields {
        let Some(name) = &field.ident else {
            return Err(Error::new_spanned(&field.ty, "a matrix of parameters has a name"));
        };
        fields.push(Field {
            name: name.clone(),
            ty: field.ty.to_token_stream(),
            statistic: field.attrs.iter().any(|attr| attr.path().is_ident("statistic")),
        });
    }
    let scalar = &scalar.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let walk = walk(&library, scalar, &fields);
    Ok(quote! {
        // SAFETY: zeros are a value of each field, which is walked, and so `Parameters`, and so `Zeroed`.
        #[automatically_derived]
        unsafe impl #generics #library::Zeroed for #name #arguments #bounds {}
        #[automatically_derived]
        impl #generics #library::Parameters<#scalar> for #name #arguments #bounds { #walk }
    })
}

/// The path of the library: `#[parameters(crate = renamed)]`, else `::plies`.
fn library(attrs: &[Attribute]) -> Result<Path> {
    let mut library = parse_quote!(::plies);
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("parameters")) {
        attr.parse_nested_meta(|meta| {
            if !meta.path.is_ident("crate") {
                return Err(meta.error("expected `crate = path::of::plies`"));
            }
            library = meta.value()?.call(Path::parse_mod_style)?;
            Ok(())
        })?;
    }
    Ok(library)
}

/// The items of `impl Parameters`:
///
/// ```text
/// const TRAINED: bool = false || true && <SMatrix<T, 2, 3> as Parameters<T>>::TRAINED;
/// fn walk<..>(read: [&Self; R], mut write: [&mut Self; W], path: Path<'_>, visit: ..) {
///     <SMatrix<T, 2, 3> as Parameters<T>>::walk(
///         read.map(|value| &value.weight),
///         write.each_mut().map(|value| &mut value.weight),
///         path.field("weight"),
///         visit,
///     );
/// }
/// ```
pub fn walk(library: &impl ToTokens, scalar: &Ident, fields: &[Field]) -> TokenStream {
    let names: Vec<_> = fields.iter().map(|field| &field.name).collect();
    let labels = names.iter().map(|name| name.unraw().to_string());
    let types: Vec<_> = fields.iter().map(|field| &field.ty).collect();
    let trained = fields.iter().map(|field| !field.statistic);
    let step = fields.iter().map(|field| if field.statistic { quote!(statistic) } else { quote!(field) });
    quote! {
        const TRAINED: bool = false #(|| #trained && <#types as #library::Parameters<#scalar>>::TRAINED)*;

        #[inline]
        #[allow(unused_mut, unused_variables)]
        fn walk<const R: usize, const W: usize>(
            read: [&Self; R],
            mut write: [&mut Self; W],
            path: #library::Path<'_>,
            visit: &mut impl ::core::ops::FnMut(#library::Entry<'_>, [&[#scalar]; R], [&mut [#scalar]; W]),
        ) {
            #(
                <#types as #library::Parameters<#scalar>>::walk(
                    read.map(|value| &value.#names),
                    write.each_mut().map(|value| &mut value.#names),
                    path.#step(#labels),
                    visit,
                );
            )*
        }
    }
}
