//! What the header promises, and what the shape rules make of it.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::names::{InputNames, Names, OutputNames, own};
use super::node::tuple;
use super::written::{checked, rule_question, type_of, value};
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

/// The shapes of inputs and outputs:
///
/// ```text
/// const dimensions_of_x: [usize; 1] = [784];
/// const __SHAPE_x: Shape = shape(&dimensions_of_x);
/// type shape_of_x = [(); check_shape(&dimensions_of_x)];
/// const __LEN_x: usize = sized::<shape_of_x>(__SHAPE_x.len());
/// ..
/// type output_shape0 = [(); check_output("Net", "affine2", false, &__RULES[2], output_dimensions0)];
/// const __LEN0: usize = sized::<output_shape0>(__OUTPUT0.len());
/// ```
pub fn shapes(graph: &Graph, names: &Names) -> TokenStream {
    let declaration = &graph.declaration;
    let inputs = declaration.inputs.iter().zip(&names.inputs).map(|(input, names)| {
        let InputNames { dims, shape, fits, len } = names;
        let (count, values) = (input.shape.dims.len(), &input.shape.dims);
        let check = call_at(input.shape.span, quote!(__plies::wire::check_shape), quote!(&#dims));
        let declared = declared(graph, dims, input.shape.span);
        quote! {
            const #declared: [usize; #count] = [#(#values),*];
            const #shape: __plies::Shape = __plies::wire::shape(&#dims);
            type #fits = [(); #check];
            const #len: usize = __plies::wire::sized::<#fits>(#shape.len());
        }
    });
    let (network, nodes) = (declaration.name.to_string(), &names.nodes);
    let outputs =
        declaration.outputs.iter().zip(&graph.outputs).zip(&names.outputs).map(|((output, i), names)| {
            let OutputNames { dims, shape, fits: fits_type, len } = names;
            let (count, values) = (output.shape.dims.len(), &output.shape.dims);
            let above = &nodes[*i].fits;
            let (node, named) = (declaration.nodes[*i].name.to_string(), output.name.is_some());
            let check = call_at(
                output.shape.span,
                quote!(__plies::wire::check_output),
                quote!(#network, #node, #named, &__RULES[#i], &#dims, __plies::wire::sized::<#above>(0)),
            );
            let (fits, declared) = (fits(graph, check), declared(graph, dims, output.shape.span));
            quote! {
                const #declared: [usize; #count] = [#(#values),*];
                const #shape: __plies::Shape = __plies::wire::shape(&#dims);
                type #fits_type = #fits;
                const #len: usize = __plies::wire::sized::<#fits_type>(#shape.len());
            }
        });
    quote!(#(#inputs)* #(#outputs)*)
}

/// The name of dimensions where they are declared: rustc points at it where a dimension is what no constant can name. An editor
/// would answer with it.
fn declared(graph: &Graph, dims: &Ident, span: Span) -> Ident {
    let mut dims = dims.clone();
    if !graph.declaration.is_for_editor {
        dims.set_span(span);
    }
    dims
}

/// A type that is an error where a check fails, or where the graph is not sound anyway.
pub fn fits(graph: &Graph, check: TokenStream) -> TokenStream {
    if graph.errors.is_empty() || graph.declaration.is_for_editor {
        quote!([(); #check])
    } else {
        quote!(__Unsound)
    }
}

/// The rules of all nodes in order. One body, so that a deep network is no deep chain of constants:
///
/// ```text
/// const fn __rules() -> [Rule; 2] {
///     let __rule_affine1 = LAYER.shape_rule(Inputs::new(&[__SHAPE_x]));
///     let __rule_relu1 = LAYER.shape_rule(Inputs::new(&[__rule_affine1.output()]));
///     [__rule_affine1, __rule_relu1]
/// }
/// const __RULES: &[Rule; 2] = &__rules();
/// const __SHAPES: &[Shapes; 2] = &[__RULES[0].shapes(), __RULES[1].shapes()];
/// const __STORED: &[Stored; 2] = &[__RULES[0].stored_shapes(), __RULES[1].stored_shapes()];
/// ```
pub fn rules(graph: &Graph, names: &Names) -> TokenStream {
    let rules: Vec<_> = names.nodes.iter().map(|node| &node.rule).collect();
    let (count, i, j) = (rules.len(), 0..rules.len(), 0..rules.len());
    let nodes = names.nodes.iter().zip(&graph.declaration.nodes).zip(&graph.feeds);
    let lines = nodes.map(|((node, declared), feeds)| {
        let (rule, marker, has_rule) = (&node.rule, &node.marker, &node.has_rule);
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
        quote!(let #rule = #call;)
    });
    // Where a rule panics, rustc shows this call; an editor would show it with the name of the network.
    let span =
        if graph.declaration.is_for_editor { Span::call_site() } else { graph.declaration.name.span() };
    let call = quote_spanned!(span=> __rules());
    quote! {
        const fn __rules() -> [__plies::Rule; #count] {
            #(#lines)*
            [#(#rules),*]
        }
        const __RULES: &[__plies::Rule; #count] = &#call;
        const __SHAPES: &[__plies::Shapes; #count] = &[#(__RULES[#i].shapes()),*];
        const __STORED: &[__plies::wire::Stored; #count] = &[#(__RULES[#j].stored_shapes()),*];
    }
}

/// All values with their names and shapes, inputs first, what feeds them, and who reads them:
///
/// ```text
/// const __CHAIN: &[Link] = &[
///     Link { name: "x", shape: __SHAPE_x, above: usize::MAX, passes: false },
///     Link { name: "affine1", shape: __RULES[0].output(), above: 0, passes: .. },
/// ];
/// const __READS: &[Read] = &[Read { link: 0, reader: "affine1", takes: __RULES[0].input(0) }];
/// ```
pub fn chain(graph: &Graph, names: &Names) -> TokenStream {
    let inputs = graph.declaration.inputs.iter().zip(&names.inputs).map(|(input, names)| {
        let (name, shape) = (input.name.to_string(), &names.shape);
        quote!(__plies::wire::Link { name: #name, shape: #shape, above: usize::MAX, passes: false })
    });
    let nodes = graph.declaration.nodes.iter().zip(&graph.feeds).enumerate().map(|(i, (node, feeds))| {
        let (name, above) = (node.name.to_string(), link(graph, feeds[0]));
        let passes = quote!(__RULES[#i].multiply_adds_count() == 0);
        quote!(__plies::wire::Link { name: #name, shape: __RULES[#i].output(), above: #above, passes: #passes })
    });
    let reads = graph.feeds.iter().enumerate().flat_map(|(i, feeds)| {
        feeds.iter().enumerate().map(move |(j, feed)| {
            let (link, reader) = (link(graph, *feed), graph.name(Source::Node(i)).to_string());
            quote!(__plies::wire::Read { link: #link, reader: #reader, takes: __RULES[#i].input(#j) })
        })
    });
    quote! {
        const __CHAIN: &[__plies::wire::Link<'static>] = &[#(#inputs,)* #(#nodes,)*];
        const __READS: &[__plies::wire::Read<'static>] = &[#(#reads),*];
    }
}

/// The place of a value in the chain.
pub fn link(graph: &Graph, source: Source) -> usize {
    match source {
        Source::Input(input) => input,
        Source::Node(node) => graph.declaration.inputs.len() + node,
    }
}

/// The losses, and their checks against the outputs:
///
/// ```text
/// type __Loss0 = SoftmaxWithLoss;
/// const __LOSS0: __Loss0 = SoftmaxWithLoss;
/// type __Loss = __Loss0;
/// const __LOSS: __Loss = __LOSS0;
/// ```
pub fn losses(graph: &Graph, names: &Names) -> TokenStream {
    if graph.losses.iter().all(Option::is_none) {
        return quote! {
            type __Loss = __plies::NoLoss;
            const __LOSS: __Loss = __plies::NoLoss;
        };
    }
    let losses = (0..graph.outputs.len()).map(|output| loss(graph, names, output));
    let types = tuple(names.losses.iter().map(|loss| quote!(#loss)));
    let values = tuple(names.loss_values.iter().map(|loss| quote!(#loss)));
    quote! {
        #(#losses)*
        type __Loss = #types;
        const __LOSS: __Loss = #values;
    }
}

/// The loss of an output.
fn loss(graph: &Graph, names: &Names, output: usize) -> TokenStream {
    let (loss_type, loss_value) = (&names.losses[output], &names.loss_values[output]);
    let Some(line) = graph.losses[output] else {
        return quote! {
            type #loss_type = __plies::wire::Unjudged;
            const #loss_value: #loss_type = __plies::wire::Unjudged;
        };
    };
    let (loss, node) = (&graph.declaration.losses[line], graph.outputs[output]);
    let (ty, written, span) = (&loss.layer.ty, &names.written_losses[output], loss.layer.span);
    let (marker, has_rule) = (&names.loss_markers[output], &names.loss_questions[output]);
    let value_type = &own(&format!("loss_of_output{output}"));
    let (value, name) = (value(graph, &loss.layer, value_type), own(&format!("__LossName{output}")));
    let written_type = type_of(&name, &loss.layer);
    let above = &names.outputs[output].fits;
    let (loss_text, node_name) = (text(ty.to_token_stream()), graph.declaration.nodes[node].name.to_string());
    let asked = rule_question(span, written, "loss_rule", quote!(__plies::Shape));
    let is_loss = quote_spanned!(span=> __plies::wire::check_is_loss(#loss_text, #has_rule));
    let checked_type = checked(graph, written, is_loss);
    let check = quote_spanned!(span=> __plies::wire::check_loss(
        #loss_text,
        &<__plies::ask::Choose<#has_rule> as __plies::ask::OrStandIn<#marker>>::LAYER
            .loss_rule(__RULES[#node].output()),
        #node_name,
        &__RULES[#node],
        __plies::wire::sized::<(#above, #value_type)>(0),
    ));
    let check = graph.errors.is_empty().then(|| quote!(const _: usize = #check;));
    let written_value = quote!(<#marker as __plies::ask::Written>::LAYER);
    let factor = own(&format!("__WEIGHT{output}"));
    let weight = loss.weight.as_ref().map(|weight| {
        let check = call_at(weight.span(), quote!(__plies::wire::check_weight), quote!(#factor));
        quote!(const #factor: f64 = #weight; const _: usize = #check;)
    });
    let (whole_type, whole) = match weight {
        Some(_) => (
            quote!(__plies::wire::Weighted<#written>),
            quote!(__plies::wire::Weighted { weight: #factor, loss: #written_value }),
        ),
        None => (quote!(#written), written_value),
    };
    quote! {
        type #name = #ty;
        type #written = #written_type;
        type #value_type = #checked_type;
        struct #marker;
        impl __plies::ask::Written for #marker {
            type Layer = #written;
            const LAYER: #value_type = #value;
        }
        const #has_rule: bool = #asked;
        #check
        #weight
        type #loss_type = #whole_type;
        const #loss_value: #loss_type = #whole;
    }
}
