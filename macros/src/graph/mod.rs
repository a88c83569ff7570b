//! From a declaration to a graph: who feeds whom.

mod outputs;

use std::collections::HashMap;

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Error, Expr, Type};

use crate::ast::{Declaration, Layer, Node, Value};
use crate::errors::{error, meant};
use crate::text::text;

/// How many inputs a network or a node can have: as many as there are tuples of samples.
const MOST_INPUTS: usize = 8;

/// Where a value comes from.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    Input(usize),
    Node(usize),
}

impl Source {
    /// The node, if it comes from one.
    pub fn node(self) -> Option<usize> {
        match self {
            Source::Input(_) => None,
            Source::Node(node) => Some(node),
        }
    }
}

/// A declaration whose names have a meaning. With mistakes it is still a graph, of what is right.
pub struct Graph {
    pub declaration: Declaration,
    /// What feeds each node.
    pub feeds: Vec<Vec<Source>>,
    /// Whether an output depends on each node. The others are declared, and never run.
    pub runs: Vec<bool>,
    /// The nodes whose values the network gives.
    pub outputs: Vec<usize>,
    /// The loss that compares each output, by its number among the lines.
    pub losses: Vec<Option<usize>>,
    pub errors: Vec<Error>,
}

impl Graph {
    pub fn name(&self, source: Source) -> &Ident {
        match source {
            Source::Input(input) => &self.declaration.inputs[input].name,
            Source::Node(node) => &self.declaration.nodes[node].name,
        }
    }

    /// Whether there is anything that could be a network.
    pub fn has_a_shape(&self) -> bool {
        !self.declaration.nodes.is_empty() && (1..=MOST_INPUTS).contains(&self.declaration.inputs.len())
    }

    /// The node, if there is one, that writes its value straight to where the network gives it. Where there are several
    /// outputs, or others read one, they are copied there.
    pub fn border(&self) -> Option<usize> {
        match self.outputs[..] {
            [output] if self.last_reader(Source::Node(output)).is_none() => Some(output),
            _ => None,
        }
    }

    /// The last node that reads a value, if there is one.
    pub fn last_reader(&self, source: Source) -> Option<usize> {
        (0..self.feeds.len()).rfind(|node| self.runs[*node] && self.feeds[*node].contains(&source))
    }

    /// The next node, if it alone reads the value of this one and reads nothing else, and both values are on the tape: it could
    /// write its own value over this one. An editor is told of none.
    pub fn successor(&self, node: usize) -> Option<usize> {
        let source = Source::Node(node);
        let readers = (0..self.feeds.len()).filter(|reader| self.runs[*reader]);
        let uses: Vec<_> = readers
            .flat_map(|reader| self.feeds[reader].iter().filter(|feed| **feed == source).map(move |_| reader))
            .collect();
        let reader = match uses[..] {
            [reader] if self.feeds[reader].len() == 1 && !self.runs[node + 1..reader].contains(&true) => {
                reader
            }
            _ => return None,
        };
        let is_inside = self.runs[node] && !self.outputs.contains(&node) && self.border() != Some(reader);
        (is_inside && !self.declaration.is_for_editor).then_some(reader)
    }

    /// The node over whose value a node could write its own, as its [`successor`](Graph::successor).
    pub fn below(&self, node: usize) -> Option<usize> {
        match self.feeds[node][..] {
            [Source::Node(below)] if self.successor(below) == Some(node) => Some(below),
            _ => None,
        }
    }

    /// The node below whose own value might be left as it was, so that the value of this one is changed instead: it could write over
    /// another, and this one alone reads it.
    pub fn deferring(&self, node: usize) -> Option<usize> {
        self.below(node).filter(|below| self.below(*below).is_some())
    }

    /// The nodes that run, in order.
    pub fn running(&self) -> impl DoubleEndedIterator<Item = usize> {
        (0..self.feeds.len()).filter(|node| self.runs[*node])
    }

    /// Whether a node's parameters stay as they are.
    pub fn is_frozen(&self, node: usize) -> bool {
        self.declaration.nodes[node].frozen || !self.runs[node]
    }

    /// What is declared and nothing reads: inputs, and nodes whose value is no output.
    pub fn unused(&self) -> impl Iterator<Item = Source> {
        let inputs = (0..self.declaration.inputs.len()).map(Source::Input);
        let nodes = (0..self.feeds.len()).filter(|node| !self.outputs.contains(node)).map(Source::Node);
        inputs.chain(nodes).filter(|source| !self.feeds.iter().any(|feeds| feeds.contains(source)))
    }

    /// The inputs from which each node comes: input `i` is bit `i`.
    pub fn inputs_above(&self) -> Vec<u8> {
        let mut above = vec![];
        for feeds in &self.feeds {
            let inputs = feeds.iter().map(|feed| match feed {
                Source::Input(input) => 1 << input,
                Source::Node(node) => above[*node],
            });
            let inputs = inputs.fold(0, |all, inputs: u8| all | inputs);
            above.push(inputs);
        }
        above
    }

    /// The nodes from which one of these outputs comes.
    pub fn reaching(&self, outputs: impl Iterator<Item = usize>) -> Vec<bool> {
        let mut reaching = vec![false; self.feeds.len()];
        outputs.for_each(|output| reaching[output] = true);
        for node in (0..self.feeds.len()).rev() {
            let is_reaching = reaching[node];
            for feed in &self.feeds[node] {
                if let Source::Node(above) = feed {
                    reaching[*above] |= is_reaching;
                }
            }
        }
        reaching
    }
}

/// Finds what the names mean.
pub fn resolve(mut declaration: Declaration) -> Graph {
    let mut errors = std::mem::take(&mut declaration.errors);
    drop_repeated(&mut declaration, &mut errors);
    drop_called(&mut declaration, &mut errors);
    drop_recursive(&mut declaration, &mut errors);
    if declaration.inputs.is_empty() {
        errors.push(error(
            declaration.name.span(),
            format!("network `{}` has no input", declaration.name),
            "name one with its shape, as in `(x: [784])`",
        ));
    }
    if let Some(input) = declaration.inputs.get(MOST_INPUTS) {
        errors.push(error(
            input.name.span(),
            format!("a network has at most {MOST_INPUTS} inputs"),
            "let some of them be one input of a larger shape",
        ));
    }
    if declaration.nodes.is_empty() && errors.is_empty() {
        errors.push(error(
            declaration.name.span(),
            format!("network `{}` has no layer", declaration.name),
            "declare one on a line: its name, a colon, the layer, a comma",
        ));
    }
    let mut graph =
        Graph { feeds: vec![], runs: vec![], outputs: vec![], losses: vec![], declaration, errors };
    for node in 0..graph.declaration.nodes.len() {
        let feeds = feeds(&mut graph, node);
        graph.feeds.push(feeds);
    }
    graph.outputs = outputs::outputs(&mut graph);
    graph.losses = outputs::losses(&mut graph);
    let last = graph.feeds.len();
    graph.runs = graph.reaching(graph.outputs.iter().copied().filter(|output| *output < last));
    graph
}

/// Leaves out what has the name of something above it.
fn drop_repeated(declaration: &mut Declaration, errors: &mut Vec<Error>) {
    let mut seen: HashMap<String, Span> = HashMap::new();
    let mut is_new = |name: &Ident| {
        let repeated = seen.insert(name.unraw().to_string(), name.span()).is_some();
        if repeated {
            errors.push(error(
                name.span(),
                format!("`{name}` is declared twice"),
                "give one of the two another name",
            ));
        }
        !repeated
    };
    declaration.inputs.retain(|input| is_new(&input.name));
    declaration.nodes.retain(|node| node.is_broken || is_new(&node.name));
    // What stands in for a line gives way to whatever has its name.
    let nodes = &mut declaration.nodes;
    nodes.retain(|node| {
        !node.is_broken || seen.insert(node.name.unraw().to_string(), node.name.span()).is_none()
    });
}

/// Puts aside what is called with the values that should feed it.
fn drop_called(declaration: &mut Declaration, errors: &mut Vec<Error>) {
    for node in (0..declaration.nodes.len()).rev() {
        if let Some(mistake) = called(declaration, node) {
            let Node { name, layer, .. } = &declaration.nodes[node];
            let broken = Node::broken(&declaration.library, name.clone(), layer.tokens.clone());
            declaration.nodes[node] = broken;
            errors.push(mistake);
        }
    }
}

/// Leaves out what is the network itself. What rustc says of that is a cycle of constants, on hundreds of lines.
fn drop_recursive(declaration: &mut Declaration, errors: &mut Vec<Error>) {
    let name = declaration.name.unraw();
    for node in (0..declaration.nodes.len()).rev() {
        let ty = &declaration.nodes[node].layer.ty;
        let is_network = matches!(ty, Type::Path(path) if path.path.get_ident().is_some_and(|ty| ty.unraw() == name || ty == "Self"));
        if is_network {
            let span = ty.span();
            declaration.unread.push(declaration.nodes.remove(node).name);
            let help = "name another layer, or give this network another name";
            errors.push(error(span, format!("network `{name}` is no layer of itself"), help));
        }
    }
}

/// What feeds a node: what it names, or the line above.
fn feeds(graph: &mut Graph, node: usize) -> Vec<Source> {
    let above = match node {
        0 => Source::Input(0),
        _ => Source::Node(node - 1),
    };
    let Graph { declaration, errors, .. } = graph;
    let Node { name, is_broken, .. } = &declaration.nodes[node];
    let Some(from) = &declaration.nodes[node].from else {
        if node == 0 && !is_broken && declaration.inputs.len() > 1 {
            let inputs: Vec<_> = declaration.inputs.iter().map(|input| input.name.to_string()).collect();
            errors.push(error(
                name.span(),
                format!("`{name}` does not say which of the {} inputs feed it", inputs.len()),
                format!("name them: `from ({})`", inputs.join(", ")),
            ));
        }
        return vec![above];
    };
    if from.is_empty() || from.len() > MOST_INPUTS {
        errors.push(error(
            from.get(MOST_INPUTS).unwrap_or(name).span(),
            format!("`{name}` is fed by {} values; it can be 1 to {MOST_INPUTS}", from.len()),
            "name what feeds it, as in `from (a, b)`",
        ));
        return vec![above];
    }
    let mut found = vec![];
    for name in &from.clone() {
        let source = find(declaration, node, name).unwrap_or_else(|error| {
            errors.push(error);
            // Who else mentions it makes no second mistake.
            declaration.unread.push(name.clone());
            None
        });
        found.push(source.unwrap_or(above));
    }
    found
}

/// `Add(a, b)`, where `Add from (a, b)` is meant.
fn called(declaration: &Declaration, node: usize) -> Option<Error> {
    let Layer { value: Value::Expression(Expr::Call(call)), span, .. } = &declaration.nodes[node].layer
    else {
        return None;
    };
    let Expr::Path(function) = &*call.func else { return None };
    let is_value = |argument: &Expr| match argument {
        Expr::Path(path) => {
            path.path.get_ident().is_some_and(|name| matches!(find(declaration, node, name), Ok(Some(_))))
        }
        _ => false,
    };
    if function.qself.is_some() || call.args.is_empty() || !call.args.iter().all(is_value) {
        return None;
    }
    let (layer, names) = (text(function.to_token_stream()), text(call.args.to_token_stream()));
    let help = format!("write `{layer} from ({names})`");
    Some(error(*span, "a layer is not called with the values that feed it", help))
}

/// The value of a name above a node; none where its line could not be read.
fn find(declaration: &Declaration, node: usize, name: &Ident) -> Result<Option<Source>, Error> {
    let is = |other: &Ident| other.unraw() == name.unraw();
    if let Some(input) = declaration.inputs.iter().position(|input| is(&input.name)) {
        return Ok(Some(Source::Input(input)));
    }
    let (above, below) = declaration.nodes.split_at(node);
    if let Some(node) = above.iter().position(|node| is(&node.name)) {
        return Ok(Some(Source::Node(node)));
    }
    if declaration.unread.iter().any(is) {
        return Ok(None);
    }
    if is(&below[0].name) {
        let help = "name an input of the network, or a line above";
        return Err(error(name.span(), format!("`{name}` cannot feed itself"), help));
    }
    if below.iter().any(|node| is(&node.name)) {
        let mistake = format!("`{name}` is declared below the line that it feeds");
        return Err(error(name.span(), mistake, format!("move `{name}` above `{}`", below[0].name)));
    }
    if declaration.nameless {
        return Ok(None);
    }
    let names = declaration.inputs.iter().map(|input| &input.name).chain(above.iter().map(|node| &node.name));
    let help = match meant(name, names.clone()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => {
            let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
            format!("there are {}", names.join(", "))
        }
    };
    Err(error(name.span(), format!("there is no `{name}` above this line"), help))
}
