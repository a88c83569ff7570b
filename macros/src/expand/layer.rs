//! The network as a layer: its nodes' functions in order.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::memory::{Gradient, Gradients, place, planned_place};
use super::names::{Names, own};
use super::node::{part, tuple};
use crate::graph::{Graph, Source};

/// The layer that the network is: its nodes' functions in order.
pub fn layer(graph: &Graph, names: &Names, gradients: &Gradients) -> TokenStream {
    let (vis, network) = (&graph.declaration.vis, &names.network);
    let inputs: Vec<_> = names.inputs.iter().map(|input| &input.len).collect();
    let shapes = names.inputs.iter().map(|input| &input.shape);
    let fits = names.outputs.iter().map(|output| &output.fits);
    let outputs: Vec<_> = names.outputs.iter().map(|output| &output.len).collect();
    let (y, room) = (tuple(outputs.iter().map(|len| quote!([__T; #len]))), room(&outputs));
    let (first, one_output) = (part(&own("__y"), outputs.len(), 0), one_output(graph));
    let one_room = tuple((0..outputs.len()).map(|i| {
        let y = part(&own("__y"), outputs.len(), i);
        quote!(&mut #y[__i..=__i])
    }));
    let (x, batch, given) =
        (tuple(inputs.iter().map(|len| quote!([__T; #len]))), batch(&inputs), batch(&outputs));
    let gradient = tuple(inputs.iter().map(|len| quote!(::core::option::Option<&'a mut [[__T; #len]]>)));
    let one = tuple((0..inputs.len()).map(|i| {
        let x = part(&own("__x"), inputs.len(), i);
        quote!(&#x[__i..=__i])
    }));
    let (forward, [backward, descend], initialize, predict) = if graph.declaration.is_for_editor {
        // As in `passes`.
        (quote!(loop {}), [quote!(loop {}), quote!(loop {})], quote!(loop {}), quote!())
    } else {
        let forward = forward(graph, names);
        let initialize = names.nodes.iter().map(|node| &node.initialize);
        let forward = quote! {
            let __plies::Forward {
                parameters: __net, x: __x, y: __y, cache: __cache, scratch: __scratch, random: __random, ..
            } = __pass;
            let __n: usize = if __N == 1 { 1 } else { #first.len() };
            match __cache {
                ::core::option::Option::Some(__tape) => {
                    let __context = &mut __plies::wire::Context { scratch: __scratch, random: __random };
                    #forward
                }
                ::core::option::Option::None => {
                    let __buffer = &mut __scratch[..__INSIDE];
                    for __i in 0..__n {
                        __Layer::__predict::<__T, 1>(
                            __net, #one, ::core::option::Option::Some(#one_room), __buffer, 1, __random
                        );
                    }
                }
            }
        };
        let rest = quote!(x: __x, y: __y, cache: __tape, dy: __dy, dx: __dx, scratch: __scratch, ..);
        let back = |way, of| {
            quote! {
                __Layer::__back::<__T, __N, __plies::wire::#way>(#of, __x, __y, __tape, __dy, __dx, __scratch)
            }
        };
        let (to_gradient, descending) = (
            back(quote!(ToGradient), quote!((__net, __gradient))),
            back(
                quote!(Descending),
                quote!(__plies::wire::Along { parameters: __net, gradient: __gradient, rate: __rate }),
            ),
        );
        let backward = quote! {
            let __plies::Backward { parameters: __net, gradient: __gradient, #rest } = __pass;
            #to_gradient
        };
        let descend = quote! {
            let __plies::Descent { parameters: __net, gradient: __gradient, rate: __rate, #rest } = __pass;
            #descending
        };
        let initialize = quote!(#(__Layer::#initialize(__net, __initializer);)*);
        let (predict, way_back) = (predict(graph, names), way_back(graph, names, gradients, &first));
        (forward, [backward, descend], initialize, quote!(#predict #way_back))
    };
    // An editor that works out the sizes of whoever names this network needs no more than those.
    let steps = (!graph.declaration.is_for_editor).then(|| quote!(.steps(__STEPS)));
    quote! {
        type __NetIn<__T> = #x;
        type __NetOut<__T> = #y;
        type __Batch<'a, __T> = #batch;
        type __Gradient<'a, __T> = #gradient;
        type __Given<'a, __T> = #given;
        type __Room<'a, __T> = #room;

        #[derive(Clone, Copy)]
        #vis struct __Layer;

        impl __Layer {
            pub const fn shape_rule(self, _: __plies::Inputs) -> __plies::Rule {
                // Where the network is wrong, whoever names it makes no second mistake.
                let _ = __plies::wire::sized::<(#(#fits,)*)>(0);
                __plies::Rule::takes([#(#shapes),*]).gives(__OUTPUT0).scratch(__INSIDE)
                    .multiply_adds(__MULTIPLY_ADDS) #steps #one_output
            }

            #predict
        }

        impl<__T: __plies::Scalar> __plies::Layer<__NetIn<__T>, __NetOut<__T>> for __Layer {
            type Parameters = #network<__T>;
            type Cache<const __N: usize> = __Tape<__T, __N>;

            #[inline]
            fn forward<const __N: usize>(self, __pass: __plies::Forward<'_, Self, __NetIn<__T>, __NetOut<__T>, __N>) {
                #forward
            }

            #[inline]
            fn backward<const __N: usize>(self, __pass: __plies::Backward<'_, Self, __NetIn<__T>, __NetOut<__T>, __N>) {
                #backward
            }

            #[inline]
            fn descend<const __N: usize>(self, __pass: __plies::Descent<'_, Self, __NetIn<__T>, __NetOut<__T>, __N>) {
                #descend
            }

            fn initialize(self, __net: &mut #network<__T>, __initializer: &mut __plies::Initializer) {
                #initialize
            }
        }
    }
}

/// The batches that a network is fed, or gave: slices of samples.
fn batch(lens: &[&Ident]) -> TokenStream {
    tuple(lens.iter().map(|len| quote!(&'a [[__T; #len]])))
}

/// Room for the batches that a network gives.
fn room(outputs: &[&Ident]) -> TokenStream {
    tuple(outputs.iter().map(|len| quote!(&'a mut [[__T; #len]])))
}

/// A network that gives several values is no layer: nothing is fed by several values of one line.
fn one_output(graph: &Graph) -> Option<TokenStream> {
    let count = graph.outputs.len();
    (count > 1).then(|| {
        quote! {
            .require(
                false,
                __plies::Message::new("is a network that gives ").number(#count).text(" values"),
                __plies::Message::new("name a network of one output, whose value others can read"),
            )
        }
    })
}

/// Copies of the outputs that are not written straight to the border: of each, where it goes, and the node that gives it.
fn copied<'a>(graph: &'a Graph, border: &'a str) -> impl Iterator<Item = (TokenStream, usize)> + 'a {
    let outputs = graph.outputs.iter().enumerate().filter(|_| graph.border().is_none());
    outputs.map(move |(i, node)| (part(&own(border), graph.outputs.len(), i), *node))
}

fn forward(graph: &Graph, names: &Names) -> TokenStream {
    let nodes = graph.running().map(|i| {
        let node = &names.nodes[i];
        let (forward, y) = (&node.forward, (graph.border() == Some(i)).then(|| quote!(__y)));
        quote!(__Layer::#forward::<__T, __N>(__net, __tape, __x, __context, __n, #y);)
    });
    let outputs = copied(graph, "__y").map(|(border, node)| {
        let range = place(graph, names, node);
        quote!(#border.copy_from_slice(__plies::wire::samples(&__tape.__room.entries()[#range], __n));)
    });
    quote!(#(#nodes)* #(#outputs)*)
}

/// The gradient of an input that nothing reads is zero. A node goes back where its own parameters or what feeds it want a gradient.
///
/// ```text
/// fn __back<T, const N: usize, W: WayBack<T>>(mut of, x, y, tape, dy, mut dx, scratch) {
///     let n = y.len();
///     let mut wants = [false; 3];
///     wants[0] = __HAS_PARAMETERS_affine1 && W::is_asked(&of) || dx.is_some();
///     ..
///     if wants[2] { __Layer::__backward_affine2::<T, N, W>(&mut of, tape, x, &wants, &mut dx, scratch, n, y, dy); }
///     ..
/// }
/// ```
fn way_back(graph: &Graph, names: &Names, gradients: &Gradients, first: &TokenStream) -> TokenStream {
    let (count, inputs) = (names.nodes.len(), names.inputs.len());
    let wants = graph.running().map(|i| {
        let has_parameters = &names.nodes[i].has_parameters;
        let feeds = graph.feeds[i].iter().map(|feed| match feed {
            Source::Input(input) => {
                let dx = part(&own("__dx"), inputs, *input);
                quote!(#dx.is_some())
            }
            Source::Node(node) => quote!(__wants[#node]),
        });
        quote!(__wants[#i] = #has_parameters && __W::is_asked(&__of) #(|| #feeds)*;)
    });
    let nodes = graph.running().rev().map(|i| {
        let back = back(graph, names, i, &quote!(__W));
        quote!(if __wants[#i] { #back })
    });
    let outputs = copied_back(graph, gradients);
    let unread =
        (0..inputs).filter(|input| graph.last_reader(Source::Input(*input)).is_none()).map(|input| {
            let dx = part(&own("__dx"), inputs, input);
            quote!(__plies::wire::clear(&mut #dx);)
        });
    let network = &names.network;
    quote! {
        #[inline]
        fn __back<__T: __plies::Scalar, const __N: usize, __W: __plies::wire::WayBack<__T>>(
            mut __of: __W::Of<'_, #network<__T>>,
            __x: __Batch<'_, __T>,
            __y: __Given<'_, __T>,
            __tape: &mut __Tape<__T, __N>,
            __dy: __Given<'_, __T>,
            mut __dx: __Gradient<'_, __T>,
            __scratch: &mut [__T],
        ) {
            let __n: usize = if __N == 1 { 1 } else { #first.len() };
            #(#unread)*
            let mut __wants = [false; #count];
            #(#wants)*
            #outputs
            #(#nodes)*
        }
    }
}

/// The way back of a node, by this way.
pub fn back(graph: &Graph, names: &Names, i: usize, way: &TokenStream) -> TokenStream {
    let (backward, border) =
        (&names.nodes[i].backward, (graph.border() == Some(i)).then(|| quote!(__y, __dy)));
    quote! {
        __Layer::#backward::<__T, __N, #way>(
            &mut __of, __tape, __x, &__wants, &mut __dx, __scratch, __n, #border
        );
    }
}

/// The gradients of outputs that are copied to the tape.
pub fn copied_back(graph: &Graph, gradients: &Gradients) -> TokenStream {
    let outputs = copied(graph, "__dy").map(|(border, node)| {
        let range = gradients.range(Gradient::Value(node));
        quote!(__plies::wire::samples_mut(&mut __tape.__room.entries_mut()[#range], __n).copy_from_slice(#border);)
    });
    outputs.collect()
}

/// The outputs for `n` samples, at most `N`: to where the network gives them, or in the buffer.
///
/// ```text
/// fn __predict<T, const N: usize>(net, x, y, buffer, n, random) {
///     __Layer::__predict_affine1(net, x, buffer, n, random);
///     __Layer::__predict_relu1(net, x, buffer, n, random);
///     __Layer::__predict_affine2(net, x, buffer, n, random, y);
/// }
///
/// fn __predicted<T, const N: usize>(buffer, n) -> Batch {
///     samples(&buffer[__PLAN.values[2].range(N, buffer.len())], n)
/// }
/// ```
fn predict(graph: &Graph, names: &Names) -> TokenStream {
    let network = &names.network;
    let nodes = graph.running().map(|i| {
        let (predict, y) = (&names.nodes[i].predict, (graph.border() == Some(i)).then(|| quote!(__y)));
        quote!(__Layer::#predict::<__T, __N>(__net, __x, __buffer, __n, __random, #y);)
    });
    let place = |node| {
        let place = planned_place(graph, names, node);
        quote!(__plies::wire::samples(&__buffer[#place], __n))
    };
    let outputs: Vec<_> = copied(graph, "__y").collect();
    let outputs = outputs.iter().map(|(border, node)| {
        let place = place(*node);
        quote!(#border.copy_from_slice(#place);)
    });
    let copies = graph
        .border()
        .is_none()
        .then(|| quote!(if let ::core::option::Option::Some(__y) = __y { #(#outputs)* }));
    let predicted = tuple(graph.outputs.iter().map(|node| place(*node)));
    quote! {
        #[inline]
        fn __predict<__T: __plies::Scalar, const __N: usize>(
            __net: &#network<__T>,
            __x: __Batch<'_, __T>,
            __y: ::core::option::Option<__Room<'_, __T>>,
            __buffer: &mut [__T],
            __n: usize,
            __random: &mut __plies::Random,
        ) {
            let __len = __buffer.len();
            #(#nodes)*
            #copies
        }

        #[inline]
        fn __predicted<__T: __plies::Scalar, const __N: usize>(__buffer: &[__T], __n: usize) -> __Given<'_, __T> {
            let __len = __buffer.len();
            #predicted
        }
    }
}
