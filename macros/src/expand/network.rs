//! What makes the struct a network.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Member, parse_quote};

use super::description::{editor_texts, nodes};
use super::layer::{back, copied_back};
use super::memory::{Gradient, Gradients, place};
use super::names::{Names, NodeNames, own};
use super::node::{as_layer, part};
use crate::ast::Declaration;
use crate::graph::{Graph, Source};
use crate::parameters::{Field, Role, walk, zeroed};

/// What makes the struct a network: its fields' types, the walk over them, and `impl Network`.
pub fn network(graph: &Graph, names: &Names, gradients: &Gradients) -> TokenStream {
    let (network, declaration) = (&names.network, &graph.declaration);
    let fields = fields(declaration, names);
    let parameters = names.nodes.iter().enumerate().map(|(i, node)| Field {
        name: node.field.clone(),
        ty: quote!(<#network<__T> as __plies::wire::Field<#i>>::Parameters),
        role: if graph.is_frozen(i) { Role::Frozen } else { Role::Field },
        stored: Some(quote!(__STORED[#i])),
    });
    let walk =
        walk(&quote!(__plies), &own("__T"), &parameters.collect::<Vec<_>>(), !declaration.is_for_editor);
    let members: Vec<_> = names.nodes.iter().map(|node| Member::Named(node.field.clone())).collect();
    // What makes sure of it would be a second mistake where a line is half typed.
    let zeroed = match declaration.is_for_editor {
        true => quote!(unsafe impl<__T: __plies::Scalar> __plies::Zeroed for #network<__T> {}),
        false => zeroed(&quote!(__plies), network, &parse_quote!(<__T: __plies::Scalar>), &members),
    };
    let inputs = declaration.inputs.iter().map(|input| input.name.unraw().to_string());
    let name = declaration.name.unraw().to_string();
    let (input_shapes, output_shapes) =
        (names.inputs.iter().map(|input| &input.shape), names.outputs.iter().map(|output| &output.shape));
    let outputs = graph.outputs.iter().map(|node| declaration.nodes[*node].name.unraw().to_string());
    let (nodes, editor_texts) =
        (nodes(graph, names), declaration.is_for_editor.then(|| editor_texts(graph, names)));
    let (predict, predicted) = match declaration.is_for_editor {
        true => (quote!(loop {}), quote!(loop {})),
        false => (
            quote! {
                let __random = &mut __plies::Random::new(0);
                __Layer::__predict::<__T, __N>(self, __x, __y, __buffer.entries_mut(), __n, __random)
            },
            quote!(__Layer::__predicted::<__T, __N>(__buffer.entries(), __n)),
        ),
    };
    let each_value = each_value(graph, names, gradients);
    quote! {
        #fields
        #nodes
        #editor_texts
        #zeroed
        impl<__T: __plies::Scalar> __plies::Parameters<__T> for #network<__T> { #walk }
        #[doc(hidden)]
        impl<__T: __plies::Scalar> __plies::ask::StandsFor<__NetIn<f32>, __NetOut<f32>, __plies::Sizes> for #network<__T> {
            type Layer = __Layer;
        }
        impl<__T: __plies::Scalar> __plies::Network for #network<__T> {
            type Scalar = __T;
            type In = __NetIn<__T>;
            type Out = __NetOut<__T>;
            type Loss = __Loss;
            type Layer = __Layer;
            type Buffer<const __N: usize> = __plies::wire::Buffer<__T, __EACH, __ONCE, __N>;
            type Scratch = [__T; __SCRATCH];
            const LAYER: __Layer = __Layer;
            const LOSS: __Loss = __LOSS;
            const SHAPES: __plies::Shapes = __Layer.shape_rule(__plies::Inputs::new(&[])).shapes();
            const NAME: &'static str = #name;
            const INPUTS: &'static [&'static str] = &[#(#inputs),*];
            const OUTPUTS: &'static [&'static str] = &[#(#outputs),*];
            const INPUT_SHAPES: &'static [__plies::Shape] = &[#(#input_shapes),*];
            const OUTPUT_SHAPES: &'static [__plies::Shape] = &[#(#output_shapes),*];
            const NODES: &'static [__plies::NodeInfo] = __NODES;
            const PARAMETERS: usize = <Self as __plies::Parameters<__T>>::COUNT;
            const MULTIPLY_ADDS: usize = __MULTIPLY_ADDS;
            const BACKWARD_MULTIPLY_ADDS: usize = __plies::wire::multiply_adds(__STEPS, true, 0);

            #[inline]
            fn predict_block<const __N: usize>(
                &self,
                __x: __Batch<'_, __T>,
                __y: ::core::option::Option<__Room<'_, __T>>,
                __n: usize,
                __buffer: &mut Self::Buffer<__N>,
            ) {
                #predict
            }

            #[inline]
            fn predicted<const __N: usize>(__buffer: &Self::Buffer<__N>, __n: usize) -> __Given<'_, __T> {
                #predicted
            }
            #each_value
        }
    }
}

/// Goes back, and on the way visits every value of the first sample beside its gradient: the number of the value, inputs before
/// nodes. What does not run has none.
///
/// ```text
/// fn each_value<const N: usize>(pass: Backward<..>, visit) {
///     let Backward { parameters: net, x, y, cache: tape, dy, dx, scratch, .. } = pass;
///     visit(2, &y[0], &dy[0]);
///     __Layer::__backward_affine2(..);
///     visit(1, &samples(&tape.__room.entries()[..], n)[0], &samples(&tape.__room.entries()[..], n)[0]);
///     __Layer::__backward_affine1(..);
///     visit(0, &x[0], &dx[0]);
/// }
/// ```
fn each_value(graph: &Graph, names: &Names, gradients: &Gradients) -> TokenStream {
    let count = names.inputs.len();
    let nodes = graph.running().rev().map(|i| {
        let NodeNames { output, forward, .. } = &names.nodes[i];
        let (number, back) = (count + i, back(graph, names, i, &quote!(__plies::wire::ToGradient)));
        if graph.border() == Some(i) {
            return quote!(__visit(#number, &__y[0], &__dy[0]); #back);
        }
        let (range, y) = (gradients.range(Gradient::Value(i)), place(graph, names, i));
        let again = graph.successor(i).map(|successor| {
            let is_over = &names.nodes[successor].is_over;
            quote! {
                if #is_over {
                    // The value of the successor was written over this one, and has done its work.
                    let __random = &mut __plies::Random::new(0);
                    let __context = &mut __plies::wire::Context { scratch: __scratch, random: __random };
                    __Layer::#forward::<__T, __N>(__net, __tape, __x, __context, __n);
                }
            }
        });
        quote! {
            #again
            let __room = __tape.__room.entries();
            let __y: &[#output<__T>] = __plies::wire::samples(&__room[#y], __n);
            let __dy: &[#output<__T>] = __plies::wire::samples(&__room[#range], __n);
            __visit(#number, &__y[0], &__dy[0]);
            #back
        }
    });
    let inputs = (0..count).map(|i| {
        let (x, dx) = (part(&own("__x"), count, i), part(&own("__dx"), count, i));
        let clear =
            graph.last_reader(Source::Input(i)).is_none().then(|| quote!(__plies::wire::clear(&mut #dx);));
        quote! {
            #clear
            if let ::core::option::Option::Some(__dx) = &#dx {
                __visit(#i, &#x[0], &__dx[0]);
            }
        }
    });
    let (outputs, len) = (copied_back(graph, gradients), names.nodes.len());
    // As in `passes`.
    let body = match graph.declaration.is_for_editor {
        true => quote!(loop {}),
        false => quote! {
            let __plies::Backward {
                parameters: __net, x: __x, y: __y, cache: __tape, dy: __dy, dx: mut __dx, scratch: __scratch, ..
            } = __pass;
            let (__n, __wants, mut __of) = (1, [true; #len], (__net, ::core::option::Option::None));
            #outputs
            #(#nodes)*
            #(#inputs)*
        },
    };
    quote! {
        fn each_value<const __N: usize>(
            __pass: __plies::Backward<'_, __Layer, __NetIn<__T>, __NetOut<__T>, __N>,
            __visit: &mut __plies::wire::Visit<'_, __T>,
        ) {
            #body
        }
    }
}

/// The types of the fields, under a name that is not private.
fn fields(declaration: &Declaration, names: &Names) -> TokenStream {
    let network = &names.network;
    let fields = names.nodes.iter().enumerate().map(|(i, node)| {
        let (layer, span) = (as_layer(node, quote!(__T)), declaration.nodes[i].layer.span);
        let parameters = quote_spanned!(span=> type Parameters = #layer::Parameters;);
        quote! {
            #[doc(hidden)]
            impl<__T: __plies::Scalar> __plies::wire::Field<#i> for #network<__T> {
                #parameters
            }
        }
    });
    fields.collect()
}
