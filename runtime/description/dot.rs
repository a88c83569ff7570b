use std::fmt::Write;

use super::graph::Graph;

/// The graph in the language of Graphviz.
pub fn dot(name: &str, graph: &Graph) -> String {
    let mut dot = format!(
        "digraph {} {{\n    node [shape=box, style=rounded, fontname=monospace];\n    edge [fontname=monospace];\n",
        quoted(&[name])
    );
    for value in &graph.values {
        let style = if value.layer.is_none() { ", style=\"rounded,dashed\"" } else { "" };
        let label = quoted(&[value.name, value.layer.unwrap_or("input")]);
        let _ = writeln!(dot, "    {} [label={label}{style}];", quoted(&[value.name]));
    }
    for edge in &graph.edges {
        let from = &graph.values[edge.from];
        let to = match edge.to {
            Some(to) => graph.values[to].name.to_owned(),
            None => {
                // No name has a space.
                let output = format!("output {}", from.name);
                let id = quoted(&[&output]);
                let _ = writeln!(dot, "    {id} [shape=none, label=\"\", width=0, height=0];");
                output
            }
        };
        let [from, to, shape] = [from.name, &to, &from.shape.to_string()].map(|text| quoted(&[text]));
        let _ = writeln!(dot, "    {from} -> {to} [label={shape}];");
    }
    dot.push_str("}\n");
    dot
}

/// Lines of a text, in quotes.
fn quoted(lines: &[&str]) -> String {
    let escaped = |line: &&str| line.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{}\"", lines.iter().map(escaped).collect::<Vec<_>>().join("\\n"))
}
