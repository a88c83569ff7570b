//! The names of what is generated.
//!
//! They are of the macro's own span. A name with the span of the user's word would answer an editor that asks about the
//! word.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

use crate::graph::{Graph, Source};

/// A name of the macro's own.
pub fn own(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The name of a check, which rustc shows below the words that fail it.
fn shown(what: &str) -> Ident {
    own(&format!("shape_of_{what}"))
}

/// The user's name, in a place that is not the user's.
pub fn unspanned(name: &Ident) -> Ident {
    let mut name = name.clone();
    name.set_span(Span::call_site());
    name
}

/// All names of a network.
pub struct Names {
    pub network: Ident,
    pub inputs: Vec<InputNames>,
    pub outputs: Vec<OutputNames>,
    /// The types and the values of the losses, one for each output.
    pub losses: Vec<Ident>,
    pub loss_values: Vec<Ident>,
    pub written_losses: Vec<Ident>,
    pub loss_markers: Vec<Ident>,
    pub loss_questions: Vec<Ident>,
    pub nodes: Vec<NodeNames>,
}

/// Names of what belongs to an input.
pub struct InputNames {
    /// Its dimensions, as written.
    pub dims: Ident,
    /// Its shape.
    pub shape: Ident,
    /// An error if the dimensions are no shape.
    pub fits: Ident,
    /// How many entries it has.
    pub len: Ident,
}

/// Names of what belongs to an output.
pub struct OutputNames {
    /// Its dimensions, as written.
    pub dims: Ident,
    /// Its shape.
    pub shape: Ident,
    /// An error if the network does not give it.
    pub fits: Ident,
    /// How many entries it has.
    pub len: Ident,
}

/// Names of what belongs to a node.
pub struct NodeNames {
    pub field: Ident,
    // constants
    pub has_rule: Ident,
    pub is_layer: Ident,
    pub has_parameters: Ident,
    /// Whether its value lies where that of the node below was.
    pub is_over: Ident,
    pub is_deferred: Ident,
    pub takes: Vec<Ident>,
    pub gives: Ident,
    pub sizes: [Ident; 4],
    pub layer: Ident,
    pub repeats: Ident,
    // types
    pub name_type: Ident,
    pub written: Ident,
    /// The type of the value that is written; an error if it is no layer.
    pub value_type: Ident,
    pub marker: Ident,
    pub fits: Ident,
    pub layer_type: Ident,
    pub input: Ident,
    pub output: Ident,
    pub sizes_type: Ident,
    // places
    pub rule: Ident,
    pub cache: Ident,
    // functions
    pub forward: Ident,
    pub backward: Ident,
    pub predict: Ident,
    pub initialize: Ident,
}

impl Names {
    pub fn new(graph: &Graph) -> Self {
        let declaration = &graph.declaration;
        let inputs = declaration.inputs.iter().map(|input| InputNames::new(&input.name));
        let nodes = declaration.nodes.iter().zip(&graph.feeds);
        let each =
            |prefix: &str| (0..declaration.outputs.len()).map(|i| own(&format!("__{prefix}{i}"))).collect();
        Names {
            network: unspanned(&declaration.name),
            inputs: inputs.collect(),
            outputs: (0..declaration.outputs.len()).map(OutputNames::new).collect(),
            losses: each("Loss"),
            loss_values: each("LOSS"),
            written_losses: each("WrittenLoss"),
            loss_markers: each("LossMarker"),
            loss_questions: each("HAS_LOSS_RULE"),
            nodes: nodes.map(|(node, feeds)| NodeNames::new(&node.name, feeds)).collect(),
        }
    }
}

impl InputNames {
    fn new(name: &Ident) -> Self {
        let of = |prefix: &str| own(&format!("__{prefix}_{}", name.unraw()));
        InputNames {
            // Shown where a dimension cannot be computed.
            dims: own(&format!("dimensions_of_{}", name.unraw())),
            shape: of("SHAPE"),
            fits: shown(&name.unraw().to_string()),
            len: of("LEN"),
        }
    }
}

impl OutputNames {
    fn new(i: usize) -> Self {
        let of = |prefix: &str| own(&format!("__{prefix}{i}"));
        OutputNames {
            dims: own(&format!("output_dimensions{i}")),
            shape: of("OUTPUT"),
            fits: own(&format!("output_shape{i}")),
            len: of("LEN"),
        }
    }
}

impl NodeNames {
    fn new(name: &Ident, feeds: &[Source]) -> Self {
        let of = |prefix: &str| own(&format!("__{prefix}_{}", name.unraw()));
        let each = |prefix: &str| (0..feeds.len()).map(|i| of(&format!("{prefix}{i}"))).collect();
        NodeNames {
            field: unspanned(name),
            has_rule: of("HAS_RULE"),
            is_layer: of("IS_LAYER"),
            has_parameters: of("HAS_PARAMETERS"),
            is_over: of("IS_OVER"),
            is_deferred: of("IS_DEFERRED"),
            takes: each("TAKES"),
            gives: of("GIVES"),
            sizes: [of("SIZE0"), of("SIZE1"), of("SIZE2"), of("SIZE3")],
            layer: of("LAYER"),
            repeats: of("REPEATS"),
            name_type: of("Name"),
            written: of("Written"),
            value_type: own(&format!("layer_of_{}", name.unraw())),
            marker: of("Node"),
            fits: shown(&name.unraw().to_string()),
            layer_type: of("Layer"),
            input: of("In"),
            output: of("Out"),
            sizes_type: of("Sizes"),
            rule: of("rule"),
            cache: of("cache"),
            forward: of("forward"),
            backward: of("backward"),
            predict: of("predict"),
            initialize: of("initialize"),
        }
    }
}
