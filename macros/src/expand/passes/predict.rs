//! What each node does while a network predicts: forward, in a buffer in which values give way to others.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Node, value};
use crate::expand::memory::{planned, planned_place, to_and_fro};
use crate::expand::names::NodeNames;

impl Node<'_> {
    /// Forward without a cache, in a buffer. The last value goes where the network gives it, unless that is in the buffer.
    ///
    /// ```text
    /// fn __predict_relu1<T, const N: usize>(net, x, buffer, n, random) {
    ///     let len = buffer.len();
    ///     if __IS_OVER_relu1 { .. }
    ///     let [value0, y, scratch] = pieces(buffer, [
    ///         __PLAN.values[0].range(N, len), __PLAN.values[1].range(N, len), __PLAN.scratches[1].range(N, len),
    ///     ]);
    ///     <Relu as Layer<..>>::forward::<N>(__LAYER_relu1, Forward::new(
    ///         &net.relu1, samples(value0, n), samples_mut(y, n), None, &__SHAPES[1], &mut Context { scratch, random },
    ///     ))
    /// }
    /// ```
    pub fn predict(&self) -> TokenStream {
        let NodeNames { field, predict, layer, output, gives, sizes_type, .. } = self.own;
        let (i, network, as_layer, pass) =
            (self.i, &self.names.network, self.as_layer(), self.forward_pass());
        let read = self.read();
        let (names, places) =
            (read.iter().map(|node| value(*node)), read.iter().map(|node| self.planned_place(*node)));
        let x = self.inputs();
        let place = planned(self.graph, i);
        let own_place = self.planned_place(i);
        let (border, place_of_y, y) = match self.is_border() {
            false => (quote!(), own_place, quote!(__plies::wire::samples_mut(__value, __n))),
            true => (
                quote!(__y: ::core::option::Option<&mut [#output<__T>]>,),
                quote!(if __y.is_some() { 0..0 } else { #own_place }),
                quote!(match __y {
                    ::core::option::Option::Some(__y) => __y,
                    ::core::option::Option::None => __plies::wire::samples_mut(__value, __n),
                }),
            ),
        };
        let in_place = self.in_place(quote!(true), || {
            let (value, place) = (value(i), self.planned_place(i));
            quote! {
                let [#value] = __plies::wire::pieces(__buffer, [#place]);
                #as_layer::forward_in_place(#layer, __plies::wire::samples_mut(#value, __n));
            }
        });
        let rectify = self.deferring(
            quote!(true),
            || quote!(__plies::wire::rectify::<__T, #gives>(__plies::wire::samples_mut(__value, __n));),
        );
        let forward = match to_and_fro(self.graph, i) {
            None => quote! {
                #as_layer::forward::<__N>(
                    #layer,
                    #pass::new(&__net.#field, #x, #y, ::core::option::Option::None, &__SHAPES[#i], __context),
                )
            },
            Some(node) => {
                let x = value(node);
                quote! {
                    #layer.to_and_fro::<__T, #gives, __N, #sizes_type>(
                        &__net.#field, __plies::wire::samples_mut(#x, __n), #y, &__SHAPES[#i], __context,
                    )
                }
            }
        };
        let inline = self.inline();
        quote! {
            #inline
            fn #predict<__T: __plies::Scalar, const __N: usize>(
                __net: &#network<__T>,
                __x: __Batch<'_, __T>,
                __buffer: &mut [__T],
                __n: usize,
                __random: &mut __plies::Random,
                #border
            ) {
                let __len = __buffer.len();
                #in_place
                let [#(#names,)* __value, __scratch] = __plies::wire::pieces(
                    __buffer,
                    [#(#places,)* #place_of_y, __PLAN.scratches[#place].range(__N, __len)],
                );
                let __context = &mut __plies::wire::Context { scratch: __scratch, random: __random };
                #forward;
                #rectify
            }
        }
    }

    fn planned_place(&self, node: usize) -> TokenStream {
        planned_place(self.graph, self.names, node)
    }
}
