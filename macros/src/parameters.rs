//! `#[derive(Parameters)]` and `#[derive(Zeroed)]`: memory that begins as zeros, and the walk over its matrices.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::{
    Attribute, Data, DeriveInput, Fields, Generics, Index, Member, Path, Result, TypeParam, TypeParamBound,
    parse_quote,
};

use crate::errors::error;

/// A matrix on the walk.
pub struct Field {
    pub name: Ident,
    pub ty: TokenStream,
    pub role: Role,
    /// Under which shapes its matrices are stored, where it is a node.
    pub stored: Option<TokenStream>,
}

/// What becomes of a field: the name of the function of `Path` that says so.
#[derive(Clone, Copy)]
pub enum Role {
    Field,
    NoDecay,
    Statistic,
    Frozen,
}

impl Role {
    /// What the attributes of a field say.
    fn of(attrs: &[Attribute]) -> Self {
        let says = |word: &str| attrs.iter().any(|attr| attr.path().is_ident(word));
        match () {
            () if says("statistic") => Role::Statistic,
            () if says("no_decay") => Role::NoDecay,
            () => Role::Field,
        }
    }

    fn step(self) -> TokenStream {
        match self {
            Role::Field => quote!(field),
            Role::NoDecay => quote!(no_decay),
            Role::Statistic => quote!(statistic),
            Role::Frozen => quote!(frozen),
        }
    }
}

/// `#[derive(Zeroed)]`
pub fn expand_zeroed(input: DeriveInput) -> Result<TokenStream> {
    let library = library(&input.attrs)?;
    let Data::Struct(data) = &input.data else {
        return Err(error(input.ident.span(), "only a struct begins as zeros", "declare a struct"));
    };
    Ok(zeroed(&library, &input.ident, &input.generics, &members(&data.fields)))
}

/// `#[derive(Parameters)]`
pub fn expand(input: DeriveInput) -> Result<TokenStream> {
    let name = &input.ident;
    let library = library(&input.attrs)?;
    let Data::Struct(data) = &input.data else {
        return Err(error(name.span(), "parameters are a struct of matrices", "declare a struct"));
    };
    let is_generic = input.generics.type_params().next().is_some();
    if data.fields.is_empty() && !is_generic {
        let help = "a layer without parameters says `type Parameters = ();`";
        return Err(error(name.span(), format!("`{name}` has no field that could be a matrix"), help));
    }
    let is_bound = |scalar: &&TypeParam| !scalar.bounds.is_empty() || input.generics.where_clause.is_some();
    let Some(scalar) = scalar(&input.generics).filter(is_bound) else {
        let help = format!("write `struct {name}<T: Scalar>`");
        return Err(error(name.span(), "parameters are generic over their scalar", help));
    };
    // Without a field, rustc says that the scalar is not used.
    if matches!(&data.fields, Fields::Unnamed(fields) if !fields.unnamed.is_empty()) {
        return Err(error(
            name.span(),
            "a matrix of parameters has a name",
            "write a struct with named fields",
        ));
    }
    let fields = data.fields.iter().filter_map(|field| {
        let (name, ty) = (field.ident.clone()?, field.ty.to_token_stream());
        Some(Field { name, ty, role: Role::of(&field.attrs), stored: None })
    });
    let scalar = &scalar.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let fields: Vec<_> = fields.collect();
    let (walk, zeroed) =
        (walk(&library, scalar, &fields, true), zeroed_matrices(&library, &input, scalar, &fields));
    Ok(quote! {
        #zeroed
        #[automatically_derived]
        impl #generics #library::Parameters<#scalar> for #name #arguments #bounds { #walk }
    })
}

/// The type parameter that is a scalar: the one of which that is said, else the first.
fn scalar(generics: &Generics) -> Option<&TypeParam> {
    let is_scalar = |bound: &TypeParamBound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().is_some_and(|last| last.ident == "Scalar"),
        _ => false,
    };
    let said = generics.type_params().find(|parameter| parameter.bounds.iter().any(is_scalar));
    said.or_else(|| generics.type_params().next())
}

/// The path of the library: `#[plies(crate = renamed)]`, else `::plies`.
fn library(attrs: &[Attribute]) -> Result<Path> {
    let mut library = parse_quote!(::plies);
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("plies")) {
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

/// The names of fields, or their numbers.
fn members(fields: &Fields) -> Vec<Member> {
    let member = |(i, field): (usize, &syn::Field)| match &field.ident {
        Some(name) => Member::Named(name.clone()),
        None => Member::Unnamed(Index::from(i)),
    };
    fields.iter().enumerate().map(member).collect()
}

/// `unsafe impl Zeroed`, and what makes it sound: a function that only compiles if these are all the fields there are, and
/// zeros are a value of each. Another macro may have added some.
///
/// ```text
/// unsafe impl<T: Scalar> Zeroed for Beta<T> {}
/// const _: () = {
///     fn fields<T: Scalar>(value: &Beta<T>) {
///         fn zeroed<Z: Zeroed>(_: &Z) {}
///         let Beta { beta: field0 } = value;
///         zeroed(field0);
///     }
/// };
/// ```
pub fn zeroed(library: &impl ToTokens, name: &Ident, generics: &Generics, members: &[Member]) -> TokenStream {
    let (generics, arguments, bounds) = generics.split_for_impl();
    let fields: Vec<_> = (0..members.len()).map(|i| format_ident!("__field{i}")).collect();
    quote! {
        // SAFETY: zeros are a value of every field, which the function below makes sure of.
        #[automatically_derived]
        unsafe impl #generics #library::Zeroed for #name #arguments #bounds {}
        const _: () = {
            #[allow(dead_code, reason = "it has to compile, and is never called")]
            fn __fields #generics (__value: &#name #arguments) #bounds {
                fn __zeroed<__Z: #library::Zeroed>(_: &__Z) {}
                let #name { #(#members: #fields),* } = __value;
                #(__zeroed(#fields);)*
            }
        };
    }
}

/// The same for fields that `impl Parameters` says to be parameters, so that rustc says no more of one that is none. These are all
/// the fields there are, their types are as written, and parameters begin as zeros:
///
/// ```text
/// unsafe impl<T: Scalar> Zeroed for Beta<T> {}
/// const _: () = {
///     fn fields<T: Scalar>(value: &Beta<T>) {
///         fn same<F>(_: &F, _: PhantomData<F>) {}
///         let Beta { beta: field0 } = value;
///         same(field0, PhantomData::<SVector<T, 2>>);
///     }
///     fn parameters<T: Scalar, P: Parameters<T>>(value: &P) {
///         fn zeroed<Z: Zeroed>(_: &Z) {}
///         zeroed(value);
///     }
/// };
/// ```
fn zeroed_matrices(
    library: &impl ToTokens,
    input: &DeriveInput,
    scalar: &Ident,
    fields: &[Field],
) -> TokenStream {
    let (name, mut of_any) = (&input.ident, input.generics.clone());
    of_any.params.push(parse_quote!(__P: #library::Parameters<#scalar>));
    let (of_any, _, _) = of_any.split_for_impl();
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let (names, types) = (fields.iter().map(|field| &field.name), fields.iter().map(|field| &field.ty));
    let values: Vec<_> = (0..fields.len()).map(|i| format_ident!("__field{i}")).collect();
    quote! {
        // SAFETY: every field is of a type that `impl Parameters` needs to be `Parameters`, and zeros are a value of all that are.
        // The functions below make sure of both.
        #[automatically_derived]
        unsafe impl #generics #library::Zeroed for #name #arguments #bounds {}
        const _: () = {
            #[allow(dead_code, reason = "it has to compile, and is never called")]
            fn __fields #generics (__value: &#name #arguments) #bounds {
                fn __same<__F>(_: &__F, _: ::core::marker::PhantomData<__F>) {}
                let #name { #(#names: #values),* } = __value;
                #(__same(#values, ::core::marker::PhantomData::<#types>);)*
            }
            #[allow(dead_code, reason = "it has to compile, and is never called")]
            fn __parameters #of_any (__value: &__P) #bounds {
                fn __zeroed<__Z: #library::Zeroed>(_: &__Z) {}
                __zeroed(__value);
            }
        };
    }
}

/// The items of `impl Parameters`; an editor needs no body of the walk:
///
/// ```text
/// const FIXED: bool = true && <SMatrix<T, 2, 3> as Parameters<T>>::FIXED;
/// const COUNT: usize = 0 + <SMatrix<T, 2, 3> as Parameters<T>>::COUNT;
/// const FIELDS: &'static [FieldLayout] =
///     &[FieldLayout::new("weight", offset_of!(Self, weight), <..>::LAYOUT.made(), Stored::NONE)];
/// const LAYOUT: Layout<Self> = unsafe { Layout::promise(Made::Fields(Self::FIELDS)) };
/// const TRAINED: usize = 0 + <SMatrix<T, 2, 3> as Parameters<T>>::TRAINED;
/// fn walk<..>(read: [&Self; R], mut write: [&mut Self; W], path: Path<'_>, visit: ..) {
///     <SMatrix<T, 2, 3> as Parameters<T>>::walk(
///         read.map(|value| &value.weight),
///         write.each_mut().map(|value| &mut value.weight),
///         path.field("weight"),
///         visit,
///     );
/// }
/// ```
pub fn walk(library: &impl ToTokens, scalar: &Ident, fields: &[Field], has_body: bool) -> TokenStream {
    let names: Vec<_> = fields.iter().map(|field| &field.name).collect();
    let labels = names.iter().map(|name| name.unraw().to_string());
    let types: Vec<_> = fields.iter().map(|field| &field.ty).collect();
    let changing = fields.iter().filter(|field| !matches!(field.role, Role::Frozen)).map(|field| &field.ty);
    let counted = fields.iter().filter(|field| !matches!(field.role, Role::Statistic)).map(|field| &field.ty);
    let stored = fields.iter().map(|field| match &field.stored {
        Some(stored) => stored.clone(),
        None => quote!(#library::wire::Stored::NONE),
    });
    let laid = has_body.then(|| {
        let labels = labels.clone();
        quote! {
            const FIELDS: &'static [#library::wire::FieldLayout] = &[
                #(#library::wire::FieldLayout::new(
                    #labels,
                    ::core::mem::offset_of!(Self, #names),
                    <#types as #library::Parameters<#scalar>>::LAYOUT.made(),
                    #stored,
                )),*
            ];
            // SAFETY: the fields lie there.
            const LAYOUT: #library::wire::Layout<Self> = unsafe {
                #library::wire::Layout::promise(#library::wire::Made::Fields(
                    <Self as #library::Parameters<#scalar>>::FIELDS,
                ))
            };
        }
    });
    let at = fields.iter().map(|field| field.stored.as_ref().map(|stored| quote!(.stored(&#stored))));
    let trained = fields
        .iter()
        .filter(|field| matches!(field.role, Role::Field | Role::NoDecay))
        .map(|field| &field.ty);
    let step = fields.iter().map(|field| field.role.step());
    let body = has_body.then(|| {
        quote! {
            #(
                <#types as #library::Parameters<#scalar>>::walk(
                    __read.map(|__value| &__value.#names),
                    __write.each_mut().map(|__value| &mut __value.#names),
                    __path.#step(#labels) #at,
                    __visit,
                );
            )*
        }
    });
    quote! {
        const FIXED: bool = true #(&& <#changing as #library::Parameters<#scalar>>::FIXED)*;
        const COUNT: usize = 0 #(+ <#counted as #library::Parameters<#scalar>>::COUNT)*;
        const TRAINED: usize = 0 #(+ <#trained as #library::Parameters<#scalar>>::TRAINED)*;

        #laid
        #[inline]
        #[allow(unused_mut, unused_variables)]
        fn walk<const __R: usize, const __W: usize>(
            __read: [&Self; __R],
            mut __write: [&mut Self; __W],
            __path: #library::Path<'_>,
            __visit: &mut impl ::core::ops::FnMut(
                #library::Entry<'_>, [&[#scalar]; __R], [&mut [#scalar]; __W],
            ),
        ) {
            #body
        }
    }
}
