//! A node: its check, its sizes, its types.

use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::header::{fits, link};
use super::names::{Names, NodeNames};
use super::written::{checked, rule_question, standing, type_of, value};
use crate::ast::Node;
use crate::graph::{Graph, Source};
use crate::text::text;

/// All that is said of a node before anything is computed:
///
/// ```text
/// type __Name_affine2 = Affine;
/// type __Written_affine2 = Affine;
/// type layer_of_affine2 = <Choose<{ check_layer(Written { node: "affine2", ty: "Affine", .. }) }> as Named<Affine>>::Layer;
/// struct __Node_affine2;
/// impl Written for __Node_affine2 { type Layer = Affine; const LAYER: layer_of_affine2 = Affine::new(50, 10); }
/// type shape_of_affine2 = [(); check(Node { name: "affine2", .. }, &__RULES[1])];
/// const __TAKES0_affine2: usize = sized::<shape_of_affine2>(__RULES[1].input(0).len());
/// const __GIVES_affine2: usize = ..;
/// type __In_affine2<T> = [T; __TAKES0_affine2];
/// type __Out_affine2<T> = [T; __GIVES_affine2];
/// type __Sizes_affine2 = Sizes<__SIZE0_affine2, ..>;
/// type __Layer_affine2 = Affine;
/// const __LAYER_affine2: Affine = ..;
/// ```
pub fn node(graph: &Graph, names: &Names, i: usize) -> TokenStream {
    let own = &names.nodes[i];
    let (questions, sizes) = (questions(graph, names, i), sizes(own, i));
    let (has_parameters, is_over) = (has_parameters(own, graph.is_frozen(i)), is_over(graph, names, i));
    let NodeNames { layer, layer_type, input, output, gives, sizes_type, .. } = own;
    let declared = &graph.declaration.nodes[i].layer;
    let (mut ty, mut value) = standing(graph, own, declared);
    let repeats = declared.repeat.as_ref().map(|count| {
        let repeats = &own.repeats;
        ty = quote!(__plies::wire::Repeat<#ty, #repeats>);
        value = quote!(__plies::wire::Repeat(#value));
        quote!(const #repeats: usize = #count;)
    });
    let takes = own.takes.iter().map(|len| quote!([__T; #len]));
    let (x, further) = (tuple(takes), &own.sizes);
    quote! {
        #questions
        #repeats
        #sizes
        type #input<__T> = #x;
        type #output<__T> = [__T; #gives];
        type #sizes_type = __plies::Sizes<#(#further),*>;
        type #layer_type = #ty;
        const #layer: #layer_type = #value;
        #has_parameters
        #is_over
    }
}

/// What is written, whether it is a layer, and whether it fits.
fn questions(graph: &Graph, names: &Names, i: usize) -> TokenStream {
    let (own, node) = (&names.nodes[i], &graph.declaration.nodes[i]);
    let NodeNames { name_type, written, value_type, marker, has_rule, is_layer, fits: fits_type, .. } = own;
    let (ty, value, written_type) =
        (&node.layer.ty, value(graph, &node.layer, value_type), type_of(name_type, &node.layer));
    let (span, vis) = (node.layer.span, &graph.declaration.vis);
    let asked = rule_question(span, written, "shape_rule", quote!(__plies::Inputs));
    let for_f32 = layer_question(own, i, quote!(f32));
    let for_f64 = layer_question(own, i, quote!(f64));
    let (name, layer) = (node.name.to_string(), text(ty.to_token_stream()));
    let feeds = graph.feeds[i].iter().map(|feed| {
        let name = graph.name(*feed).to_string();
        let (shape, is_input) = match feed {
            Source::Input(input) => (names.inputs[*input].shape.to_token_stream(), true),
            Source::Node(node) => (quote!(__RULES[#node].output()), false),
        };
        let link = link(graph, *feed);
        quote!(__plies::wire::Feed { name: #name, shape: #shape, is_input: #is_input, link: #link })
    });
    let feeds = quote!(&[#(#feeds),*]);
    // Where what feeds the node is a mistake, this is one that is said already, and so is the check.
    let above = graph.feeds[i].iter().map(|feed| match feed {
        Source::Input(input) => &names.inputs[*input].fits,
        Source::Node(node) => &names.nodes[*node].fits,
    });
    let checked_type = checked(graph, written, layer_check(node, own));
    let same = same_mistakes(graph, names, i);
    let above = quote!(__plies::wire::sized::<(#(#above,)* #(#same,)* #value_type,)>(0));
    let check = quote_spanned!(span=> __plies::wire::check(
        __plies::wire::Node {
            name: #name, layer: #layer, feeds: #feeds,
            is_layer: #is_layer,
            is_copy: __plies::ask::Is::<__plies::ask::Copied<#written>>::COPY, chain: __CHAIN, reads: __READS, above: #above,
        },
        &__RULES[#i],
    ));
    let fits = fits(graph, check);
    let for_others = is_read_again(graph, i)
        .then(|| quote!(impl __plies::ask::Checked for #marker { type Fits = #fits_type; }));
    // On the layer, since a private type is said here to be in a public interface.
    let associated = quote_spanned!(span=> type Layer = #written;);
    let mut constants = Group::new(Delimiter::Brace, quote!(#associated const LAYER: #value_type = #value;));
    // The same of all, since what no constant can name is said here to be used in one.
    constants.set_span(span);
    let implementation = quote_spanned!(span=> impl);
    quote! {
        type #name_type = #ty;
        type #written = #written_type;
        type #value_type = #checked_type;
        #vis struct #marker;
        #implementation __plies::ask::Written for #marker #constants
        const #has_rule: bool = #asked;
        const #is_layer: bool = #for_f32 && #for_f64;
        type #fits_type = #fits;
        #for_others
    }
}

/// Whether what is written is a layer at all.
fn layer_check(node: &Node, own: &NodeNames) -> TokenStream {
    let NodeNames { name_type, written, has_rule, .. } = own;
    let (name, span, layer) = (node.name.to_string(), node.layer.span, text(node.layer.ty.to_token_stream()));
    let is_loss = rule_question(span, written, "loss_rule", quote!(__plies::Shape));
    let alone = match &node.layer.repeat {
        Some(count) => format!("[{layer}; {}]", text(count.to_token_stream())),
        None => layer.clone(),
    };
    quote_spanned!(span=> __plies::wire::check_layer(__plies::wire::Written {
        node: #name, ty: #layer, alone: #alone, has_rule: #has_rule, is_loss: #is_loss,
        is_network: __plies::ask::Is::<#name_type>::NETWORK,
    }))
}

/// Checks of others above that say what is wrong with a value, where it is the odd one out, or has as many dimensions as none of them
/// wants: of all who read it, only the first complains.
fn same_mistakes<'a>(graph: &'a Graph, names: &'a Names, i: usize) -> impl Iterator<Item = TokenStream> + 'a {
    graph.feeds[i].iter().filter_map(move |feed| {
        let reader = graph.feeds[..i].iter().position(|feeds| feeds.contains(feed))?;
        let (marker, link) = (&names.nodes[reader].marker, link(graph, *feed));
        let odd = quote!({
            __plies::wire::is_odd(__READS, #link, __CHAIN[#link].shape)
                || __plies::wire::are_of_other_rank(&__RULES[#reader], &__RULES[#i])
        });
        Some(quote!(<__plies::ask::Choose<#odd> as __plies::ask::SameMistake<#marker>>::Fits))
    })
}

/// Whether others below read what a node reads first.
fn is_read_again(graph: &Graph, i: usize) -> bool {
    graph.feeds[i + 1..].iter().flatten().any(|feed| graph.feeds[i].contains(feed))
}

/// Whether the trait is implemented for what the rule says.
fn layer_question(own: &NodeNames, i: usize, scalar: TokenStream) -> TokenStream {
    let written = &own.written;
    let takes = (0..own.takes.len()).map(|j| quote!([#scalar; { __RULES[#i].input(#j).len() }]));
    let sizes = (0..own.sizes.len()).map(|j| quote!({ __RULES[#i].size(#j) }));
    let x = tuple(takes);
    quote! {
        __plies::ask::Is::<(#written, #x, [#scalar; { __RULES[#i].output().len() }], __plies::Sizes<#(#sizes),*>)>::LAYER
    }
}

/// The sizes, each a constant of its own, so that an editor can name it in a type.
fn sizes(own: &NodeNames, i: usize) -> TokenStream {
    let (takes, gives, sizes) = (&own.takes, &own.gives, &own.sizes);
    let fits = &own.fits;
    let (j, k) = (0..takes.len(), 0..sizes.len());
    quote! {
        #(const #takes: usize = __plies::wire::sized::<#fits>(__RULES[#i].input(#j).len());)*
        const #gives: usize = __plies::wire::sized::<#fits>(__RULES[#i].output().len());
        #(const #sizes: usize = __plies::wire::sized::<#fits>(__RULES[#i].size(#k));)*
    }
}

/// Whether backward has anything to say of the node's own.
fn has_parameters(own: &NodeNames, frozen: bool) -> TokenStream {
    let (name, layer) = (&own.has_parameters, as_layer(own, quote!(f32)));
    quote!(const #name: bool = !#frozen && !<#layer::Parameters as __plies::Parameters<f32>>::FIXED;)
}

/// Whether its value, and the gradient for it, lie where those of the node below would, if they could:
///
/// ```text
/// const __IS_OVER_relu1: bool = is_over(&__RULES[1], &__RULES[0]);
/// const __IS_DEFERRED_relu1: bool =
///     is_deferred(__IS_OVER_relu1, Is::<Rectifies<__Written_relu1>>::RECTIFIES, Is::<OfLargest<__Written_pool1>>::OF_LARGEST);
/// ```
///
/// What is done by the node in place of that below is read on its way back, and nobody writes over it.
fn is_over(graph: &Graph, names: &Names, i: usize) -> Option<TokenStream> {
    let below = graph.below(i)?;
    let NodeNames { is_over, is_deferred, .. } = &names.nodes[i];
    let below_is_read = deferring(graph, names, below).map(|is_deferred| quote!(!#is_deferred &&));
    let next = graph.successor(i).map(|next| {
        let once = [i, next].iter().all(|node| graph.declaration.nodes[*node].layer.repeat.is_none());
        let [own, next] = [i, next].map(|node| &names.nodes[node].written);
        quote! {
            const #is_deferred: bool = #once && __plies::wire::is_deferred(
                #is_over,
                __plies::ask::Is::<__plies::ask::Rectifies<#own>>::RECTIFIES,
                __plies::ask::Is::<__plies::ask::OfLargest<#next>>::OF_LARGEST,
            );
        }
    });
    Some(quote! {
        const #is_over: bool = #below_is_read __plies::wire::is_over(&__RULES[#i], &__RULES[#below]);
        #next
    })
}

/// Whether the node does what the one below leaves to it.
pub fn deferring<'a>(graph: &Graph, names: &'a Names, i: usize) -> Option<&'a Ident> {
    graph.deferring(i).map(|below| &names.nodes[below].is_deferred)
}

/// `<Affine as Layer<[T; 784], [T; 50], Sizes<0, 0, 0, 0>>>`
pub fn as_layer(own: &NodeNames, scalar: TokenStream) -> TokenStream {
    let NodeNames { layer_type, input, output, sizes_type, .. } = own;
    quote!(<#layer_type as __plies::Layer<#input<#scalar>, #output<#scalar>, #sizes_type>>)
}

/// One as it is, several as a tuple.
pub fn tuple(parts: impl Iterator<Item = impl ToTokens>) -> TokenStream {
    let parts: Vec<_> = parts.collect();
    match &parts[..] {
        [one] => quote!(#one),
        _ => quote!((#(#parts,)*)),
    }
}

/// The fields of a sample, a batch or a gradient of several: the thing itself, or `.0`, `.1`, ….
pub fn part(whole: &Ident, count: usize, i: usize) -> TokenStream {
    let i = syn::Index::from(i);
    if count == 1 { quote!(#whole) } else { quote!(#whole.#i) }
}
