//! Graphs of several layers, and networks in networks.

use crate::Kind;
use crate::dice::Dice;
use crate::network::Network;

pub const KINDS: &[(&str, Kind)] = &[("graph", graph), ("blocks", blocks)];

/// Nodes that are fed by any nodes above them, any number of times, on vectors of one size.
fn graph(dice: &mut Dice) -> Network {
    let (size, inputs, nodes) = (dice.size(), dice.number(1..=4), dice.number(1..=8));
    let mut names: Vec<_> = (0..inputs).map(|i| format!("x{i}")).collect();
    // What nobody is fed by yet.
    let mut unused = names.clone();
    let mut lines = vec![];
    for i in 0..nodes {
        let fed =
            [dice.number(0..=names.len() - 1), dice.number(0..=names.len() - 1)].map(|i| names[i].clone());
        let (layer, fed) = match dice.number(0..=3) {
            0 => (dice.one_of(&["Tanh", "Sigmoid", "Silu", "Neg"]).to_owned(), &fed[..1]),
            1 => (format!("Affine::to({size})"), &fed[..1]),
            _ => (dice.one_of(&["Add", "Sub", "Mul"]).to_owned(), &fed[..]),
        };
        unused.retain(|name| !fed.contains(name));
        add(&mut lines, format!("node{i}"), &layer, fed);
        names.push(format!("node{i}"));
        unused.push(format!("node{i}"));
    }
    // All that is left flows together.
    while unused.len() > 1 {
        let last = unused.split_off(unused.len() - 2);
        let name = format!("sum{}", unused.len());
        add(&mut lines, name.clone(), "Add", &last);
        unused.push(name);
    }
    Network::new(&vec![vec![size]; inputs], &[size], &lines)
}

fn add(lines: &mut Vec<String>, name: String, layer: &str, fed: &[String]) {
    let from = if fed.len() > 1 { format!("({})", fed.join(", ")) } else { fed[0].clone() };
    lines.push(format!("{name}: {layer} from {from}"));
}

/// A network that is repeated in another one, and stands in it once more.
fn blocks(dice: &mut Dice) -> Network {
    let (size, repeats) = (dice.size(), dice.number(1..=4));
    let block = format!(
        "network! {{ struct Block(x: [{size}]) -> [{size}] {{ affine: Affine::to({size}), tanh: Tanh, sum: Add from (tanh, \
         x) }} }}\n        "
    );
    let lines = [
        format!("blocks: [Block; {repeats}]"),
        "once: Block from x0".to_owned(),
        "y: Mul from (blocks, once)".to_owned(),
    ];
    Network::new(&[vec![size]], &[size], &lines).before(block)
}
