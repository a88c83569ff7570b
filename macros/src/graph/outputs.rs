//! What a network gives, and which loss compares it.

use proc_macro2::Ident;
use syn::ext::IdentExt;

use super::{Graph, MOST_INPUTS};
use crate::errors::{error, meant};

/// The node that gives each output.
pub fn outputs(graph: &mut Graph) -> Vec<usize> {
    let Graph { declaration, errors, .. } = graph;
    let nodes = &declaration.nodes;
    let last = nodes.len().saturating_sub(1);
    let (mut found, mut given): (Vec<usize>, Vec<usize>) = Default::default();
    for output in &declaration.outputs {
        let Some(name) = &output.name else {
            found.push(last);
            continue;
        };
        let is = |other: &Ident| other.unraw() == name.unraw();
        let node = nodes.iter().position(|node| is(&node.name));
        if node.is_none() && !declaration.nameless && !declaration.unread.iter().any(is) {
            let names = nodes.iter().map(|node| &node.name);
            let help = match meant(name, names) {
                _ if declaration.inputs.iter().any(|input| is(&input.name)) => {
                    format!("`{name}` is an input; name what a line below gives")
                }
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("declare a node `{name}`, or name another"),
            };
            errors.push(error(name.span(), format!("there is no node `{name}` to give"), help));
        }
        if node.is_some_and(|node| given.contains(&node)) {
            let help = "name it once";
            errors.push(error(name.span(), format!("`{name}` is given twice"), help));
        }
        given.extend(node);
        found.push(node.unwrap_or(last));
    }
    if let Some(output) = declaration.outputs.get(MOST_INPUTS) {
        let mistake = format!("a network gives at most {MOST_INPUTS} values");
        errors.push(error(output.shape.span, mistake, "let some of them be one value"));
    }
    found
}

/// The line of the loss that compares each output.
pub fn losses(graph: &mut Graph) -> Vec<Option<usize>> {
    let Graph { declaration, errors, .. } = graph;
    let (outputs, nodes) = (&declaration.outputs, &declaration.nodes);
    let (mut found, mut misplaced) = (vec![None; outputs.len()], vec![]);
    for (line, loss) in declaration.losses.iter().enumerate() {
        let names = || outputs.iter().filter_map(|output| output.name.as_ref());
        let output = match &loss.from {
            Some(name) => {
                let output = names().position(|output| output.unraw() == name.unraw());
                let is_node = |name: &Ident| nodes.iter().any(|node| node.name.unraw() == name.unraw());
                // Where an output is misspelt, its loss may have the name that was meant.
                if output.is_none() && !(is_node(name) && names().any(|output| !is_node(output))) {
                    let names: Vec<_> = names().map(|name| format!("`{name}`")).collect();
                    let help = format!("the network gives {}", names.join(", "));
                    errors.push(error(name.span(), format!("`{name}` is no output of the network"), help));
                }
                output
            }
            None if outputs.len() > 1 => {
                let names: Vec<_> = names().map(|name| format!("`from {name}`")).collect();
                let help = format!("write {}", names.join(" or "));
                errors.push(error(loss.span, "this loss does not say which output it compares", help));
                None
            }
            None => Some(0),
        };
        match output {
            Some(output) if found[output].is_none() => found[output] = Some(line),
            Some(_) => {
                let help = "keep one of the two lines";
                errors.push(error(loss.span, "an output is compared by two losses", help));
                misplaced.push(line);
            }
            None => misplaced.push(line),
        }
    }
    // They take any place, so that none is said to be unused, too.
    let free = found.iter_mut().filter(|found| found.is_none());
    free.zip(misplaced).for_each(|(found, line)| *found = Some(line));
    found
}
