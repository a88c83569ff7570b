//! The network as a layer, and what makes the struct a network.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;

use super::memory::Rooms;
use super::names::{Names, own};
use super::node::{part, tuple};
use crate::graph::{Graph, Source};
use crate::parameters::{Field, walk};

/// The layer that the network is: its nodes' functions in order.
pub fn layer(graph: &Graph, names: &Names) -> TokenStream {
    let (vis, network) = (&graph.declaration.vis, &names.network);
    let inputs: Vec<_> = names.inputs.iter().map(|input| &input.len).collect();
    let shapes = names.inputs.iter().map(|input| &input.shape);
    let (x, batch) = (tuple(inputs.iter().map(|len| quote!([T; #len]))), batch(&inputs));
    let gradient = tuple(inputs.iter().map(|len| quote!(Option<&'a mut [[T; #len]]>)));
    let (forward, backward, predict) = (forward(graph, names), backward(graph, names), predict(graph, names));
    let initialize = names.nodes.iter().map(|node| &node.initialize);
    let one = tuple((0..inputs.len()).map(|i| {
        let x = part(&own("x"), inputs.len(), i);
        quote!(&#x[i..=i])
    }));
    quote! {
        type __NetIn<T> = #x;
        type __NetOut<T> = [T; __LEN];
        type __Batch<'a, T> = #batch;
        type __Gradient<'a, T> = #gradient;

        #[derive(Clone, Copy)]
        #vis struct __Layer;

        impl __Layer {
            pub const fn shape_rule(self, _: __plies::Inputs) -> __plies::Rule {
                __plies::Rule::takes([#(#shapes),*]).gives(__OUTPUT).scratch(__VALUES + __SCRATCH)
            }

            #predict
        }

        impl<T: __plies::Scalar> __plies::Layer<__NetIn<T>, __NetOut<T>> for __Layer {
            type Parameters = #network<T>;
            type Cache<const N: usize> = __Tape<T, N>;

            #[inline]
            fn forward<const N: usize>(self, pass: __plies::Forward<'_, Self, __NetIn<T>, __NetOut<T>, N>) {
                let __plies::Forward { parameters: net, x, y, cache, scratch, random, .. } = pass;
                let n: usize = if N == 1 { 1 } else { y.len() };
                match cache {
                    Some(tape) => {
                        let context = &mut __plies::wire::Context { scratch, random };
                        #forward
                    }
                    None => {
                        let (values, scratch) = scratch.split_at_mut(__VALUES);
                        let context = &mut __plies::wire::Context { scratch, random };
                        for i in 0..n {
                            __Layer::__predict(net, #one, &mut y[i..=i], values, context);
                        }
                    }
                }
            }

            #[inline]
            fn backward<const N: usize>(self, pass: __plies::Backward<'_, Self, __NetIn<T>, __NetOut<T>, N>) {
                let __plies::Backward { parameters: net, x, y, cache: tape, dy, mut dx, mut gradient, scratch, .. } = pass;
                let n: usize = if N == 1 { 1 } else { y.len() };
                #backward
            }

            fn initialize(self, net: &mut #network<T>, initializer: &mut __plies::Initializer) {
                #(__Layer::#initialize(net, initializer);)*
            }
        }
    }
}

/// The batches that a network is fed: slices of samples.
fn batch(inputs: &[&Ident]) -> TokenStream {
    tuple(inputs.iter().map(|len| quote!(&'a [[T; #len]])))
}

fn forward(graph: &Graph, names: &Names) -> TokenStream {
    let nodes = names.nodes.iter().enumerate().map(|(i, node)| {
        let (forward, y) = (&node.forward, (i == graph.last()).then(|| quote!(y)));
        quote!(__Layer::#forward::<T, N>(net, tape, x, context, n, #y);)
    });
    quote!(#(#nodes)*)
}

/// A node goes back where its own parameters or what feeds it want a gradient.
fn backward(graph: &Graph, names: &Names) -> TokenStream {
    let (count, inputs) = (names.nodes.len(), names.inputs.len());
    let wants = names.nodes.iter().enumerate().map(|(i, node)| {
        let trained = &node.trained;
        let feeds = graph.feeds[i].iter().map(|feed| match feed {
            Source::Input(input) => {
                let dx = part(&own("dx"), inputs, *input);
                quote!(#dx.is_some())
            }
            Source::Node(node) => quote!(wants[#node]),
        });
        quote!(wants[#i] = #trained && gradient.is_some() #(|| #feeds)*;)
    });
    let nodes = names.nodes.iter().enumerate().rev().map(|(i, node)| {
        let (backward, border) = (&node.backward, (i == graph.last()).then(|| quote!(y, dy)));
        quote! {
            if wants[#i] {
                __Layer::#backward::<T, N>(
                    net, tape, x, &wants, gradient.as_deref_mut(), &mut dx, scratch, n, #border
                );
            }
        }
    });
    quote! {
        let mut wants = [false; #count];
        #(#wants)*
        #(#nodes)*
    }
}

/// The outputs for as many samples as there are values for:
///
/// ```text
/// fn __predict<T>(net, x, y, values, context) {
///     let (room0, values) = room(values, n, __ROOM0);
///     __Layer::__predict_affine1(net, x, samples_mut(room0, n), context);
///     __Layer::__predict_relu1(net, samples(room0, n), samples_mut(room1, n), context);
///     __Layer::__predict_affine2(net, samples(room1, n), y, context);
/// }
/// ```
fn predict(graph: &Graph, names: &Names) -> TokenStream {
    let (network, inputs, rooms) = (&names.network, names.inputs.len(), Rooms::new(graph));
    let (room, sizes) = ((0..).map(|i| own(&format!("room{i}"))), rooms.names());
    let room: Vec<_> = room.take(rooms.tenants.len()).collect();
    let nodes = names.nodes.iter().enumerate().map(|(i, node)| {
        let predict = &node.predict;
        let x = tuple(graph.feeds[i].iter().map(|feed| match feed {
            Source::Input(input) => part(&own("x"), inputs, *input),
            Source::Node(node) => {
                let room = &room[rooms.of[*node]];
                quote!(__plies::wire::samples(#room, n))
            }
        }));
        let y = match rooms.of.get(i) {
            Some(i) => {
                let room = &room[*i];
                quote!(__plies::wire::samples_mut(#room, n))
            }
            None => quote!(y),
        };
        quote!(__Layer::#predict::<T, 0>(net, #x, #y, context);)
    });
    quote! {
        #[inline]
        fn __predict<T: __plies::Scalar>(
            net: &#network<T>,
            x: __Batch<'_, T>,
            y: &mut [__NetOut<T>],
            values: &mut [T],
            context: &mut __plies::wire::Context<'_, T>,
        ) {
            let n: usize = y.len();
            #(let (#room, values) = __plies::wire::room(values, n, #sizes);)*
            #(#nodes)*
        }
    }
}

/// What makes the struct a network: its fields' types, the walk over them, and `impl Network`.
pub fn network(graph: &Graph, names: &Names) -> TokenStream {
    let (network, declaration) = (&names.network, &graph.declaration);
    let fields = fields(names);
    let parameters = names.nodes.iter().enumerate().map(|(i, node)| Field {
        name: node.field.clone(),
        ty: quote!(<#network<T> as __plies::wire::Field<#i>>::Parameters),
        statistic: false,
    });
    let walk = walk(&quote!(__plies), &own("T"), &parameters.collect::<Vec<_>>());
    let inputs = declaration.inputs.iter().map(|input| input.name.unraw().to_string());
    quote! {
        #fields
        // SAFETY: every field is parameters, of which zeros are a value.
        unsafe impl<T: __plies::Scalar> __plies::Zeroed for #network<T> {}
        impl<T: __plies::Scalar> __plies::Parameters<T> for #network<T> { #walk }
        impl<T: __plies::Scalar> __plies::Network for #network<T> {
            type Scalar = T;
            type In = __NetIn<T>;
            type Out = __NetOut<T>;
            type Loss = __Loss;
            type Layer = __Layer;
            type Values = [T; __VALUES];
            type Scratch = [T; __SCRATCH];
            const LAYER: __Layer = __Layer;
            const LOSS: __Loss = __LOSS;
            const RULE: __plies::Rule = __Layer.shape_rule(__plies::Inputs::new(&[]));
            const INPUTS: &'static [&'static str] = &[#(#inputs),*];

            #[inline]
            fn predict_block(
                &self,
                x: __Batch<'_, T>,
                y: &mut [__NetOut<T>],
                values: &mut [[T; __VALUES]],
                scratch: &mut [T],
            ) {
                let context = &mut __plies::wire::Context { scratch, random: &mut __plies::Random::new(0) };
                __Layer::__predict(self, x, y, values.as_flattened_mut(), context);
            }
        }
    }
}

/// The types of the fields, under a name that is not private.
fn fields(names: &Names) -> TokenStream {
    let network = &names.network;
    let fields = names.nodes.iter().enumerate().map(|(i, node)| {
        let layer = super::node::as_layer(node, quote!(T));
        quote! {
            impl<T: __plies::Scalar> __plies::wire::Field<#i> for #network<T> {
                type Parameters = #layer::Parameters;
            }
        }
    });
    fields.collect::<TokenStream>().into_token_stream()
}
