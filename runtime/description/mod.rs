//! A network, described for a reader: a table of its nodes, and a picture of its graph.

mod dot;
mod graph;
mod layout;
mod mermaid;
mod svg;
mod table;
mod values;

use std::path::Path;
use std::{env, fs};

use crate::Network;

use graph::Graph;
use svg::Label;
pub(crate) use table::table;
pub(crate) use values::picture_with_values;

/// The graph as an SVG, with the shapes on its edges.
pub(crate) fn picture<N: Network>() -> String {
    let graph = Graph::of::<N>();
    let shapes = graph.edges.iter().map(|edge| Label::Text(graph.values[edge.from].shape.to_string()));
    svg::svg(N::NAME, &graph, &shapes.collect::<Vec<_>>())
}

/// The graph for Graphviz.
pub(crate) fn dot<N: Network>() -> String {
    dot::dot(N::NAME, &Graph::of::<N>())
}

/// The graph for Mermaid.
pub(crate) fn mermaid<N: Network>() -> String {
    mermaid::mermaid(&Graph::of::<N>())
}

/// Keeps the description of a network in a file up to date, for its documentation to include. Call it in a test.
///
/// Shapes are computed by the compiler, and no constant reaches the documentation of an item on stable Rust. So the description
/// lies in a file, of which a test says when it is of another network:
///
/// ```
/// use plies::{Affine, Network, Relu, network};
///
/// network! {
///     /// Tells threes from sevens.
///     // #[doc = include_str!("net.md")]
///     pub struct Net(x: [784]) -> [2] {
///         affine1: Affine::to(30),
///         relu1: Relu,
///         affine2: Affine::to(2),
///     }
/// }
///
/// // #[test]
/// fn its_description_is_up_to_date() {
///     # let _ = std::fs::create_dir("target");
///     # std::fs::write("target/net.md", Net::<f32>::describe()).unwrap();
///     plies::keep_description::<Net<f32>>("target/net.md");    // as a rule "src/net.md"
/// }
/// # its_description_is_up_to_date();
/// ```
///
/// `PLIES_DESCRIBE=overwrite cargo test` writes the file. Before the first time it has to exist, if only empty, since the
/// network includes it.
///
/// # Panics
/// If the file does not hold [`Network::describe`], or cannot be read or written.
#[track_caller]
pub fn keep_description<N: Network>(file: impl AsRef<Path>) {
    let (file, text) = (file.as_ref(), N::describe());
    if env::var("PLIES_DESCRIBE").is_ok_and(|way| way == "overwrite") {
        if let Err(error) = fs::write(file, text) {
            panic!("cannot write {}: {error}", file.display());
        }
        return;
    }
    let found = match fs::read_to_string(file) {
        Ok(found) => found,
        Err(error) => panic!("cannot read {}: {error}", file.display()),
    };
    assert!(
        // Where a version control changes the ends of lines, they are no difference.
        found.replace('\r', "") == text,
        "{} describes another network than `{}`; `PLIES_DESCRIBE=overwrite cargo test` writes it anew",
        file.display(),
        N::NAME
    );
}
