use std::fmt::Write;

use super::graph::Graph;

/// The graph as a flowchart of Mermaid.
pub fn mermaid(graph: &Graph) -> String {
    let mut mermaid = "flowchart TD\n".to_owned();
    for (i, value) in graph.values.iter().enumerate() {
        let (name, layer) = (escaped(value.name), escaped(value.layer.unwrap_or("input")));
        let _ = match value.layer {
            Some(_) => writeln!(mermaid, "    v{i}[\"{name}<br/>{layer}\"]"),
            None => writeln!(mermaid, "    v{i}([\"{name}<br/>{layer}\"])"),
        };
    }
    for edge in &graph.edges {
        let (from, shape) = (edge.from, escaped(&graph.values[edge.from].shape.to_string()));
        let _ = match edge.to {
            Some(to) => writeln!(mermaid, "    v{from} -->|\"{shape}\"| v{to}"),
            None => writeln!(mermaid, "    v{from} -->|\"{shape}\"| y{from}((\" \"))"),
        };
    }
    mermaid
}

/// A text in quotes: whatever could mean something there is named by its number.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' | '$' | '\n' => {
                let _ = write!(escaped, "#{};", u32::from(letter));
            }
            _ => escaped.push(letter),
        }
    }
    escaped
}
