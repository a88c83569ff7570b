//! A network as a graph: its values, and the edges along which they go.

use crate::{Network, Shape};

/// Inputs first, then nodes.
pub struct Graph {
    pub values: Vec<Value>,
    pub edges: Vec<Edge>,
}

/// An input, or what a node gives.
pub struct Value {
    pub name: &'static str,
    /// None gives an input.
    pub layer: Option<&'static str>,
    pub shape: Shape,
}

/// From a value to a node that it feeds, or out of the network.
#[derive(Clone, Copy)]
pub struct Edge {
    pub from: usize,
    pub to: Option<usize>,
}

impl Graph {
    pub fn of<N: Network>() -> Self {
        let inputs = N::INPUTS.iter().zip(N::INPUT_SHAPES);
        let inputs = inputs.map(|(name, shape)| Value { name, layer: None, shape: *shape });
        let nodes = N::NODES.iter().map(|node| Value {
            name: node.name,
            layer: Some(node.layer),
            shape: node.shapes.output(),
        });
        let values: Vec<_> = inputs.chain(nodes).collect();
        let number = |name: &&str| {
            values.iter().position(|value| value.name == *name).expect("a node is fed by what there is")
        };
        let feeds = N::NODES.iter().enumerate().flat_map(|(i, node)| {
            let to = Some(N::INPUTS.len() + i);
            node.feeds.iter().map(move |feed| (feed, to))
        });
        let outputs = N::OUTPUTS.iter().map(|output| (output, None));
        let edges = feeds.chain(outputs).map(|(from, to)| Edge { from: number(from), to }).collect();
        Graph { values, edges }
    }

    /// How far down each value stands: below all that feeds it, an input right above its first reader.
    pub fn levels(&self) -> Vec<usize> {
        let mut levels = vec![0; self.values.len()];
        for (i, value) in self.values.iter().enumerate() {
            let feeds = self.edges.iter().filter(|edge| edge.to == Some(i));
            if value.layer.is_some() {
                levels[i] = feeds.map(|edge| levels[edge.from] + 1).max().unwrap_or(0);
            }
        }
        for (i, _) in self.values.iter().enumerate().filter(|(_, value)| value.layer.is_none()) {
            let readers = self.edges.iter().filter(|edge| edge.from == i).filter_map(|edge| edge.to);
            levels[i] = readers.map(|reader| levels[reader] - 1).min().unwrap_or(0);
        }
        levels
    }
}
