//! What each node does: one function for each direction, so that the compiler's work grows with the nodes and no faster.

use proc_macro2::TokenStream;
use quote::quote;

use super::memory::further_uses;
use super::names::{Names, NodeNames, own};
use super::node::{as_layer, part, tuple};
use crate::graph::{Graph, Source};

/// The functions of all nodes.
pub fn passes(graph: &Graph, names: &Names) -> TokenStream {
    let further = further_uses(graph);
    let functions = (0..names.nodes.len()).map(|i| {
        let node = Node { graph, names, i, own: &names.nodes[i] };
        let (forward, backward) = (node.forward(), node.backward(&further));
        let (predict, initialize) = (node.predict(), node.initialize());
        quote!(#forward #backward #predict #initialize)
    });
    quote! {
        impl __Layer {
            #(#functions)*
        }
    }
}

struct Node<'a> {
    graph: &'a Graph,
    names: &'a Names,
    i: usize,
    own: &'a NodeNames,
}

impl Node<'_> {
    /// ```text
    /// fn __forward_relu1<T, const N: usize>(net, tape, x, context, n) {
    ///     <Relu as Layer<..>>::forward::<N>(__LAYER_relu1, Forward::new(
    ///         &net.relu1, &tape.__y_affine1[..n], &mut tape.__y_relu1[..n], Some(&mut tape.__cache_relu1),
    ///         &__RULES[1], context,
    ///     ))
    /// }
    /// ```
    fn forward(&self) -> TokenStream {
        let NodeNames { field, forward, layer, cache, y, .. } = self.own;
        let (i, network, as_layer, pass) =
            (self.i, &self.names.network, self.as_layer(), self.pass(quote!(Forward)));
        let (x, border) = (self.inputs(), self.is_last().then(|| self.border(quote!(mut), &["y"])));
        let y = if self.is_last() { quote!(y) } else { quote!(&mut tape.#y[..n]) };
        quote! {
            #[inline]
            fn #forward<T: __plies::Scalar, const N: usize>(
                net: &#network<T>,
                tape: &mut __Tape<T, N>,
                x: __Batch<'_, T>,
                context: &mut __plies::wire::Context<'_, T>,
                n: usize,
                #border
            ) {
                #as_layer::forward::<N>(
                    #layer,
                    #pass::new(&net.#field, #x, #y, Some(&mut tape.#cache), &__RULES[#i], context),
                )
            }
        }
    }

    /// ```text
    /// fn __backward_relu1<T, const N: usize>(net, tape, x, wants, gradient, dx, scratch, n) {
    ///     <Relu as Layer<..>>::backward::<N>(__LAYER_relu1, Backward::new(
    ///         &net.relu1, &tape.__y_affine1[..n], &tape.__y_relu1[..n], &mut tape.__cache_relu1,
    ///         &tape.__dy_relu1[..n],
    ///         if wants[0] { Some(&mut tape.__dy_affine1[..n]) } else { None },
    ///         gradient.map(|net| &mut net.relu1), &__RULES[1], scratch,
    ///     ));
    /// }
    /// ```
    fn backward(&self, further: &[(usize, usize)]) -> TokenStream {
        let NodeNames { field, backward, layer, cache, y, dy, .. } = self.own;
        let (i, network, as_layer, pass) =
            (self.i, &self.names.network, self.as_layer(), self.pass(quote!(Backward)));
        let (x, border) = (self.inputs(), self.is_last().then(|| self.border(quote!(), &["y", "dy"])));
        let (y, dy) = match self.is_last() {
            true => (quote!(y), quote!(dy)),
            false => (quote!(&tape.#y[..n]), quote!(&tape.#dy[..n])),
        };
        let (mut gradients, mut sums) = (vec![], vec![]);
        for (j, feed) in self.graph.feeds[i].iter().enumerate() {
            let (wanted, room) = self.gradient(*feed);
            if further.contains(&(i, j)) {
                let spare = &self.own.spares[j];
                gradients.push(quote!(if #wanted { Some(&mut tape.#spare[..n]) } else { None }));
                sums.push(quote!(if #wanted { __plies::wire::add(#room, &tape.#spare[..n]); }));
            } else {
                gradients.push(quote!(if #wanted { Some(#room) } else { None }));
            }
        }
        let gradients = tuple(gradients.iter());
        let (count, inputs) = (self.names.nodes.len(), self.names.inputs.len());
        let asked = (0..inputs).map(|i| part(&own("dx"), inputs, i));
        quote! {
            #[inline]
            fn #backward<T: __plies::Scalar, const N: usize>(
                net: &#network<T>,
                tape: &mut __Tape<T, N>,
                x: __Batch<'_, T>,
                wants: &[bool; #count],
                gradient: Option<&mut #network<T>>,
                dx: &mut __Gradient<'_, T>,
                scratch: &mut [T],
                n: usize,
                #border
            ) {
                let asked = [#(#asked.is_some()),*];
                #as_layer::backward::<N>(
                    #layer,
                    #pass::new(
                        &net.#field, #x, #y, &mut tape.#cache, #dy, #gradients,
                        gradient.map(|net| &mut net.#field), &__RULES[#i], scratch,
                    ),
                );
                #(#sums)*
            }
        }
    }

    /// The node's forward, without a cache, from wherever its input is to wherever its output goes.
    fn predict(&self) -> TokenStream {
        let NodeNames { field, predict, layer, input, output, .. } = self.own;
        let (i, network, as_layer, pass) =
            (self.i, &self.names.network, self.as_layer(), self.pass(quote!(Forward)));
        quote! {
            #[inline]
            fn #predict<T: __plies::Scalar, const N: usize>(
                net: &#network<T>,
                x: <#input<T> as __plies::Samples>::Batch<'_>,
                y: &mut [#output<T>],
                context: &mut __plies::wire::Context<'_, T>,
            ) {
                #as_layer::forward::<N>(#layer, #pass::new(&net.#field, x, y, None, &__RULES[#i], context))
            }
        }
    }

    fn initialize(&self) -> TokenStream {
        let NodeNames { field, initialize, layer, .. } = self.own;
        let (network, as_layer) = (&self.names.network, self.as_layer());
        quote! {
            #[inline(never)]
            fn #initialize<T: __plies::Scalar>(net: &mut #network<T>, initializer: &mut __plies::Initializer) {
                #as_layer::initialize(#layer, &mut net.#field, initializer)
            }
        }
    }

    fn is_last(&self) -> bool {
        self.i == self.graph.last()
    }

    fn as_layer(&self) -> TokenStream {
        as_layer(self.own, quote!(T))
    }

    /// `Forward::<Relu, [T; 50], [T; 50], N, Sizes<0, 0, 0, 0>>`
    fn pass(&self, pass: TokenStream) -> TokenStream {
        let NodeNames { layer_type, input, output, sizes_type, .. } = self.own;
        quote!(__plies::#pass::<#layer_type, #input<T>, #output<T>, N, #sizes_type>)
    }

    /// What whoever runs the network has room for.
    fn border(&self, mutable: TokenStream, names: &[&str]) -> TokenStream {
        let (names, output) = (names.iter().map(|name| own(name)), &self.own.output);
        quote!(#(#names: &#mutable [#output<T>],)*)
    }

    /// The batches that feed the node.
    fn inputs(&self) -> TokenStream {
        tuple(self.graph.feeds[self.i].iter().map(|feed| match feed {
            Source::Input(input) => part(&own("x"), self.names.inputs.len(), *input),
            Source::Node(node) => {
                let y = &self.names.nodes[*node].y;
                quote!(&tape.#y[..n])
            }
        }))
    }

    /// Whether the gradient of a value is wanted, and where it goes.
    fn gradient(&self, feed: Source) -> (TokenStream, TokenStream) {
        match feed {
            Source::Input(input) => {
                let dx = part(&own("dx"), self.names.inputs.len(), input);
                let dx: TokenStream = if self.names.inputs.len() == 1 { quote!((*#dx)) } else { dx };
                (quote!(asked[#input]), quote!(#dx.as_deref_mut().unwrap()))
            }
            Source::Node(node) => {
                let dy = &self.names.nodes[node].dy;
                (quote!(wants[#node]), quote!(&mut tape.#dy[..n]))
            }
        }
    }
}
