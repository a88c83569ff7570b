//! What each node does: one function for each direction, so that the compiler's work grows with the nodes and no faster.

mod predict;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::memory::{Gradient, Gradients, place, reads_y};
use super::names::{Names, NodeNames, own};
use super::node::{as_layer, deferring, part, tuple};
use crate::graph::{Graph, Source};

/// The functions of all nodes.
pub fn passes(graph: &Graph, names: &Names, gradients: &Gradients) -> TokenStream {
    if graph.declaration.is_for_editor {
        // An editor would work through all of them, and nobody asks it about them.
        return quote!();
    }
    let functions = (0..names.nodes.len()).map(|i| {
        let node = Node { graph, names, i, own: &names.nodes[i] };
        let initialize = node.initialize();
        if !graph.runs[i] {
            return initialize;
        }
        let (forward, backward, predict) = (node.forward(), node.backward(gradients), node.predict());
        quote!(#forward #backward #predict #initialize)
    });
    quote! {
        impl __Layer {
            #(#functions)*
        }
    }
}

/// The value of a node, on the tape or in the buffer.
fn value(node: usize) -> Ident {
    own(&format!("__value{node}"))
}

/// The gradient of a node's value on the tape.
fn gradient_of(node: usize) -> Ident {
    own(&format!("__gradient{node}"))
}

/// The gradient of a further use of a value.
fn gradient_of_use(input: usize) -> Ident {
    own(&format!("__use{input}"))
}

/// Pieces of the room on the tape, under these names.
fn pieces_of_tape(pieces: Vec<(Ident, TokenStream)>) -> Option<TokenStream> {
    let (names, ranges): (Vec<_>, Vec<_>) = pieces.into_iter().unzip();
    (!names.is_empty()).then(
        || quote!(let [#(#names),*] = __plies::wire::pieces(__tape.__room.entries_mut(), [#(#ranges),*]);),
    )
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
    ///     if __IS_OVER_relu1 {
    ///         if __IS_DEFERRED_relu1 && N > 1 { return; }
    ///         let [value1] = pieces(tape.__room.entries_mut(), [__VALUES.range(1, N)]);
    ///         <Relu as Layer<..>>::forward_in_place(__LAYER_relu1, samples_mut(value1, n));
    ///         return;
    ///     }
    ///     let [value0, value1] = pieces(tape.__room.entries_mut(), [__VALUES.range(0, N), __VALUES.range(1, N)]);
    ///     <Relu as Layer<..>>::forward::<N>(__LAYER_relu1, Forward::new(
    ///         &net.relu1, samples(value0, n), samples_mut(value1, n), Some(&mut tape.__cache_relu1), &__SHAPES[1], context,
    ///     ))
    /// }
    /// ```
    fn forward(&self) -> TokenStream {
        let NodeNames { field, forward, layer, cache, .. } = self.own;
        let (i, network, as_layer, pass) =
            (self.i, &self.names.network, self.as_layer(), self.forward_pass());
        let (x, border) = (self.inputs(), self.is_border().then(|| self.border(quote!(mut), &["__y"])));
        let (mut pieces, own_value) = (self.read_values(), value(i));
        let y = match self.is_border() {
            true => quote!(__y),
            false => {
                pieces.push((own_value.clone(), place(self.graph, self.names, i)));
                quote!(__plies::wire::samples_mut(#own_value, __n))
            }
        };
        let pieces = pieces_of_tape(pieces);
        let in_place = self.in_place(quote!(__N > 1), || {
            let piece = pieces_of_tape(vec![(own_value.clone(), place(self.graph, self.names, i))]);
            quote!(#piece #as_layer::forward_in_place(#layer, __plies::wire::samples_mut(#own_value, __n));)
        });
        let rectify = self.deferring(quote!(__N > 1), || {
            let gives = &self.own.gives;
            quote!(__plies::wire::rectify::<__T, #gives>(__plies::wire::samples_mut(#own_value, __n));)
        });
        let inline = self.inline();
        quote! {
            #inline
            fn #forward<__T: __plies::Scalar, const __N: usize>(
                __net: &#network<__T>,
                __tape: &mut __Tape<__T, __N>,
                __x: __Batch<'_, __T>,
                __context: &mut __plies::wire::Context<'_, __T>,
                __n: usize,
                #border
            ) {
                #in_place
                #pieces
                #as_layer::forward::<__N>(
                    #layer,
                    #pass::new(&__net.#field, #x, #y, ::core::option::Option::Some(&mut __tape.#cache), &__SHAPES[#i], __context),
                );
                #rectify
            }
        }
    }

    /// Where backward does not read `y`, a gradient may lie there, and it is given `dy`. (What the node below leaves to this one
    /// comes before: that reads `y`, too.)
    ///
    /// ```text
    /// fn __backward_relu1<T, const N: usize, W: WayBack<T>>(of, tape, x, wants, dx, scratch, n) {
    ///     if __IS_OVER_relu1 {
    ///         if __IS_DEFERRED_relu1 && N > 1 { return; }
    ///         let [value1, gradient1] = pieces(tape.__room.entries_mut(), [..]);
    ///         <Relu as Layer<..>>::backward_in_place(__LAYER_relu1, samples(value1, n), samples_mut(gradient1, n));
    ///         return;
    ///     }
    ///     let [value0, value1, gradient1, gradient0] = pieces(tape.__room.entries_mut(), [
    ///         __VALUES.range(0, N), if __RULES[1].reads_y() { __VALUES.range(1, N) } else { 0..0 },
    ///         __WAY_BACK.values[0].range(N, __ROOM * N), __WAY_BACK.values[1].range(N, __ROOM * N),
    ///     ]);
    ///     W::back::<Relu, .., N, ..>(
    ///         __LAYER_relu1, W::node(of, |net| &net.relu1, |net| &mut net.relu1),
    ///         Rest {
    ///             x: samples(value0, n), y: samples(if __RULES[1].reads_y() { value1 } else { gradient1 }, n),
    ///             cache: &mut tape.__cache_relu1, dy: samples(gradient1, n),
    ///             dx: if wants[0] { Some(samples_mut(gradient0, n)) } else { None }, shapes: &__SHAPES[1], scratch,
    ///         },
    ///     );
    /// }
    /// ```
    fn backward(&self, on_tape: &Gradients) -> TokenStream {
        let NodeNames { field, backward, layer, cache, takes, .. } = self.own;
        let (i, network, as_layer) = (self.i, &self.names.network, self.as_layer());
        let NodeNames { layer_type, input, output, sizes_type, .. } = self.own;
        let (x, border) = (self.inputs(), self.is_border().then(|| self.border(quote!(), &["__y", "__dy"])));
        let (own_value, own_gradient, mut pieces) = (value(i), gradient_of(i), self.read_values());
        let reads_y = reads_y(self.graph, self.names, i);
        let own_pieces = || {
            let own_place = place(self.graph, self.names, i);
            let range = quote!(if #reads_y { #own_place } else { 0..0 });
            [(own_value.clone(), range), (own_gradient.clone(), on_tape.range(Gradient::Value(i)))]
        };
        let (y, dy) = match self.is_border() {
            true => (quote!(__y), quote!(__dy)),
            false => {
                pieces.extend(own_pieces());
                let y = quote!(__plies::wire::samples(if #reads_y { &*#own_value } else { &*#own_gradient }, __n));
                (y, quote!(__plies::wire::samples(#own_gradient, __n)))
            }
        };
        let rectify = self.deferring(quote!(__N > 1), || {
            let gives = &self.own.gives;
            quote! {
                __plies::wire::rectify_back::<__T, #gives>(
                    __plies::wire::samples(#own_value, __n), __plies::wire::samples_mut(#own_gradient, __n),
                );
            }
        });
        let in_place = self.in_place(quote!(__N > 1), || {
            let pieces = pieces_of_tape(own_pieces().into());
            quote! {
                #pieces
                #as_layer::backward_in_place(
                    #layer, __plies::wire::samples(#own_value, __n), __plies::wire::samples_mut(#own_gradient, __n),
                );
            }
        });
        let (mut gradients, mut sums, mut written) = (vec![], vec![], vec![]);
        for (j, feed) in self.graph.feeds[i].iter().enumerate() {
            let (wanted, room) = self.gradient(*feed, &takes[j]);
            if let Source::Node(node) = feed
                && !written.contains(node)
            {
                written.push(*node);
                pieces.push((gradient_of(*node), on_tape.range(Gradient::Value(*node))));
            }
            let further = Gradient::Use(i, j);
            if on_tape.place(further).is_some() {
                let (more, len) = (gradient_of_use(j), &takes[j]);
                gradients.push(quote!(if #wanted { ::core::option::Option::Some(__plies::wire::samples_mut::<__T, #len>(#more, __n)) } else { ::core::option::Option::None }));
                sums.push(quote!(if #wanted { __plies::wire::add(#room, __plies::wire::samples::<__T, #len>(#more, __n)); }));
                pieces.push((more, on_tape.range(further)));
            } else {
                gradients.push(quote!(if #wanted { ::core::option::Option::Some(#room) } else { ::core::option::Option::None }));
            }
        }
        let pieces = pieces_of_tape(pieces);
        let gradients = tuple(gradients.iter());
        let (way, of) = match self.graph.is_frozen(i) {
            true => (quote!(__plies::wire::ToGradient), quote!(__W::frozen(__of, |__net| &__net.#field))),
            false => (quote!(__W), quote!(__W::node(__of, |__net| &__net.#field, |__net| &mut __net.#field))),
        };
        let (count, inputs) = (self.names.nodes.len(), self.names.inputs.len());
        let asked = (0..inputs).map(|i| part(&own("__dx"), inputs, i));
        let inline = self.inline();
        quote! {
            #inline
            fn #backward<__T: __plies::Scalar, const __N: usize, __W: __plies::wire::WayBack<__T>>(
                __of: &mut __W::Of<'_, #network<__T>>,
                __tape: &mut __Tape<__T, __N>,
                __x: __Batch<'_, __T>,
                __wants: &[bool; #count],
                __dx: &mut __Gradient<'_, __T>,
                __scratch: &mut [__T],
                __n: usize,
                #border
            ) {
                #in_place
                let __asked = [#(#asked.is_some()),*];
                #pieces
                #rectify
                <#way as __plies::wire::WayBack<__T>>::back::<#layer_type, #input<__T>, #output<__T>, __N, #sizes_type>(
                    #layer,
                    #of,
                    __plies::wire::Rest {
                        x: #x, y: #y, cache: &mut __tape.#cache, dy: #dy, dx: #gradients, shapes: &__SHAPES[#i],
                        scratch: __scratch,
                    },
                );
                #(#sums)*
            }
        }
    }

    fn initialize(&self) -> TokenStream {
        let NodeNames { field, initialize, layer, .. } = self.own;
        let (network, as_layer) = (&self.names.network, self.as_layer());
        quote! {
            #[inline(never)]
            fn #initialize<__T: __plies::Scalar>(__net: &mut #network<__T>, __initializer: &mut __plies::Initializer) {
                #as_layer::initialize(#layer, &mut __net.#field, __initializer)
            }
        }
    }

    /// Whether the compiler may see what the node does where all nodes are called: of a large network, its work would grow faster than
    /// the number of nodes, and a call takes no time beside what it does.
    fn inline(&self) -> TokenStream {
        /// As measured: what is smaller is compiled as fast.
        const FEW: usize = 32;
        if self.names.nodes.len() > FEW { quote!(#[inline(never)]) } else { quote!(#[inline]) }
    }

    fn is_border(&self) -> bool {
        self.graph.border() == Some(self.i)
    }

    fn as_layer(&self) -> TokenStream {
        as_layer(self.own, quote!(__T))
    }

    /// `Forward::<Relu, [T; 50], [T; 50], N, Sizes<0, 0, 0, 0>>`
    fn forward_pass(&self) -> TokenStream {
        let NodeNames { layer_type, input, output, sizes_type, .. } = self.own;
        quote!(__plies::Forward::<#layer_type, #input<__T>, #output<__T>, __N, #sizes_type>)
    }

    /// What is done instead, where the value lies over that of the node below: nothing, if it is left to the next node.
    fn in_place(&self, may_defer: TokenStream, pass: impl FnOnce() -> TokenStream) -> Option<TokenStream> {
        self.graph.below(self.i)?;
        let (NodeNames { is_over, is_deferred, .. }, pass, as_layer) = (self.own, pass(), self.as_layer());
        let deferred =
            self.graph.successor(self.i).map(|_| quote!(if #is_deferred && #may_defer { return; }));
        Some(quote! {
            const { __plies::wire::check_in_place::<#as_layer::Parameters, #as_layer::Cache<__N>>(#is_over) };
            if #is_over {
                #deferred
                #pass
                return;
            }
        })
    }

    /// What the node below leaves to this one. While training, not of a single sample: of that, each value and gradient can be
    /// looked at.
    fn deferring(&self, may_defer: TokenStream, pass: impl FnOnce() -> TokenStream) -> Option<TokenStream> {
        let (is_deferred, pass) = (deferring(self.graph, self.names, self.i)?, pass());
        Some(quote!(if #is_deferred && #may_defer { #pass }))
    }

    /// The nodes whose values are read, each once.
    fn read(&self) -> Vec<usize> {
        let mut read: Vec<_> = self.graph.feeds[self.i].iter().filter_map(|feed| feed.node()).collect();
        read.sort();
        read.dedup();
        read
    }

    /// The values that are read, and where they lie on the tape.
    fn read_values(&self) -> Vec<(Ident, TokenStream)> {
        self.read().into_iter().map(|node| (value(node), place(self.graph, self.names, node))).collect()
    }

    /// What whoever runs the network has room for.
    fn border(&self, mutable: TokenStream, names: &[&str]) -> TokenStream {
        let (names, output) = (names.iter().map(|name| own(name)), &self.own.output);
        quote!(#(#names: &#mutable [#output<__T>],)*)
    }

    /// The batches that feed the node.
    fn inputs(&self) -> TokenStream {
        tuple(self.graph.feeds[self.i].iter().map(|feed| match feed {
            Source::Input(input) => part(&own("__x"), self.names.inputs.len(), *input),
            Source::Node(node) => {
                let value = value(*node);
                quote!(__plies::wire::samples(#value, __n))
            }
        }))
    }

    /// Whether the gradient of a value is wanted, and where it goes.
    fn gradient(&self, feed: Source, len: &Ident) -> (TokenStream, TokenStream) {
        match feed {
            Source::Input(input) => {
                let dx = part(&own("__dx"), self.names.inputs.len(), input);
                let dx: TokenStream = if self.names.inputs.len() == 1 { quote!((*#dx)) } else { dx };
                (quote!(__asked[#input]), quote!(#dx.as_deref_mut().unwrap()))
            }
            Source::Node(node) => {
                let gradient = gradient_of(node);
                (quote!(__wants[#node]), quote!(__plies::wire::samples_mut::<__T, #len>(#gradient, __n)))
            }
        }
    }
}
