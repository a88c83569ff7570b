//! What the header promises, and what the shape rules make of it.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::names::{InputNames, Names, own};
use crate::ast::{Layer, Value};
use crate::graph::{Graph, Source};
use crate::text::text;

/// A call to which rustc's errors point at `span`, and no word of which lies there.
pub fn call_at(span: Span, function: TokenStream, arguments: TokenStream) -> TokenStream {
    let group = |tokens| {
        let mut group = Group::new(Delimiter::Parenthesis, tokens);
        group.set_span(span);
        group
    };
    let (function, arguments) = (group(function), group(arguments));
    quote!(#function #arguments)
}

/// The shapes of inputs and output:
///
/// ```text
/// const __DIMS_x: [usize; 1] = [784];
/// const __SHAPE_x: Shape = shape(&__DIMS_x);
/// type __Fits_x = [(); check_shape(&__DIMS_x)];
/// const __LEN_x: usize = sized::<__Fits_x>(__SHAPE_x.len());
/// ..
/// type __FitsOutput = [(); check_output("Net", "affine2", &__RULES[2], __DIMS)];
/// const __LEN: usize = sized::<__FitsOutput>(__OUTPUT.len());
/// ```
pub fn shapes(graph: &Graph, names: &Names) -> TokenStream {
    let (declaration, output) = (&graph.declaration, &graph.declaration.output);
    let inputs = declaration.inputs.iter().zip(&names.inputs).map(|(input, names)| {
        let InputNames { dims, shape, fits, len } = names;
        let (count, values) = (input.shape.dims.len(), &input.shape.dims);
        let check = call_at(input.shape.span, quote!(__plies::wire::check_shape), quote!(&#dims));
        quote! {
            const #dims: [usize; #count] = [#(#values),*];
            const #shape: __plies::Shape = __plies::wire::shape(&#dims);
            type #fits = [(); #check];
            const #len: usize = __plies::wire::sized::<#fits>(#shape.len());
        }
    });
    let (count, dims, last) = (output.dims.len(), &output.dims, graph.last());
    let (network, node) = (declaration.name.to_string(), declaration.nodes[last].name.to_string());
    let check = call_at(
        output.span,
        quote!(__plies::wire::check_output),
        quote!(#network, #node, &__RULES[#last], &__DIMS),
    );
    let fits = fits(graph, check);
    quote! {
        #(#inputs)*
        const __DIMS: [usize; #count] = [#(#dims),*];
        const __OUTPUT: __plies::Shape = __plies::wire::shape(&__DIMS);
        type __FitsOutput = #fits;
        const __LEN: usize = __plies::wire::sized::<__FitsOutput>(__OUTPUT.len());
    }
}

/// A type that is an error where a check fails, or where the graph is not sound anyway.
pub fn fits(graph: &Graph, check: TokenStream) -> TokenStream {
    if graph.errors.is_empty() { quote!([(); #check]) } else { quote!(__Unsound) }
}

/// The rules of all nodes in order. One body, so that a deep network is no deep chain of constants:
///
/// ```text
/// const fn __rules() -> [Rule; 2] {
///     let __rule_affine1 = below(LAYER.shape_rule(Inputs::new(&[__SHAPE_x])), is_shape(&__DIMS_x), true);
///     let __rule_relu1 = below(LAYER.shape_rule(Inputs::new(&[__rule_affine1.output()])), ..);
///     [__rule_affine1, __rule_relu1]
/// }
/// const __RULES: &[Rule; 2] = &__rules();
/// const __SHAPES: &[Shapes; 2] = &[__RULES[0].shapes(), __RULES[1].shapes()];
/// ```
pub fn rules(graph: &Graph, names: &Names) -> TokenStream {
    let rules: Vec<_> = names.nodes.iter().map(|node| &node.rule).collect();
    let (count, i) = (rules.len(), 0..rules.len());
    let nodes = names.nodes.iter().zip(&graph.declaration.nodes).zip(&graph.feeds);
    let lines = nodes.map(|((node, declared), feeds)| {
        let (rule, marker, has_rule) = (&node.rule, &node.marker, &node.has_rule);
        let sound = feeds.iter().map(|feed| match feed {
            Source::Input(input) => {
                let dims = &names.inputs[*input].dims;
                quote!(__plies::wire::is_shape(&#dims))
            }
            Source::Node(node) => {
                let rule = &names.nodes[*node].rule;
                quote!(#rule.is_sound())
            }
        });
        let fed = feeds.iter().map(|feed| match feed {
            Source::Input(input) => names.inputs[*input].shape.to_token_stream(),
            Source::Node(node) => {
                let rule = &names.nodes[*node].rule;
                quote!(#rule.output())
            }
        });
        // On the layer, since what is wrong with the function itself is said here.
        let call = quote_spanned! {declared.layer.span=>
            <__plies::ask::Choose<{ #has_rule }> as __plies::ask::OrStandIn<#marker>>::LAYER
                .shape_rule(__plies::Inputs::new(&[#(#fed),*]))
        };
        let call = match declared.layer.repeat {
            Some(_) => {
                let repeats = &node.repeats;
                quote!(__plies::wire::repeated(#call, #repeats))
            }
            None => call,
        };
        quote!(let #rule = __plies::wire::below(#call, true #(&& #sound)*, #has_rule);)
    });
    quote! {
        const fn __rules() -> [__plies::Rule; #count] {
            #(#lines)*
            [#(#rules),*]
        }
        const __RULES: &[__plies::Rule; #count] = &__rules();
        const __SHAPES: &[__plies::Shapes; #count] = &[#(__RULES[#i].shapes()),*];
    }
}

/// The loss, and its check against the output:
///
/// ```text
/// type __Loss = SoftmaxWithLoss;
/// const __LOSS: __Loss = SoftmaxWithLoss;
/// ```
pub fn loss(graph: &Graph) -> TokenStream {
    let Some(loss) = &graph.declaration.loss else {
        return quote! {
            type __Loss = __plies::NoLoss;
            const __LOSS: __Loss = __plies::NoLoss;
        };
    };
    let (ty, value, span, last) = (&loss.ty, value(loss, &own("__Loss")), loss.span, graph.last());
    let (loss, node) = (text(ty.to_token_stream()), graph.declaration.nodes[last].name.to_string());
    let asked = quote_spanned!(span=> __plies::ask::has_loss_rule::<__Loss, _>(<__Loss>::loss_rule));
    let check = quote_spanned!(span=> __plies::wire::check_loss(
        #loss,
        __HAS_LOSS_RULE,
        &<__plies::ask::Choose<__HAS_LOSS_RULE> as __plies::ask::OrStandIn<__WrittenLoss>>::LAYER
            .loss_rule(__RULES[#last].output()),
        #node,
        &__RULES[#last],
    ));
    let check = graph.errors.is_empty().then(|| quote!(const _: usize = #check;));
    quote! {
        type __Loss = #ty;
        const __LOSS: __Loss = #value;
        struct __WrittenLoss;
        impl __plies::ask::Written for __WrittenLoss {
            type Layer = __Loss;
            const LAYER: __Loss = __LOSS;
        }
        const __HAS_LOSS_RULE: bool = #asked;
        #check
    }
}

/// The value of a layer, for which its type has the given name.
///
/// `Relu` is written as `Type {}`: then rustc looks `Relu` up once, as a type, and says only once if there is none.
pub fn value(layer: &Layer, ty: &Ident) -> TokenStream {
    match &layer.value {
        Value::Expression(expression) => expression.to_token_stream(),
        Value::Unit => {
            let mut ty = ty.clone();
            ty.set_span(layer.span);
            quote_spanned!(layer.span=> #ty {})
        }
    }
}
