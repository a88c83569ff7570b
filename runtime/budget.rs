//! What the compiler says of a network that takes more than its budget allows.

use crate::check::{HELP, fail};
use crate::{Message, NodeInfo};

/// Stops the compiler if a network has more parameters than this.
#[track_caller]
pub const fn check_parameters(
    network: &str,
    most: usize,
    found: usize,
    nodes: &[NodeInfo],
    _fed: usize,
) -> usize {
    if found > most {
        let (mut largest, mut i) = (0, 1);
        while i < nodes.len() {
            if nodes[i].parameters > nodes[largest].parameters {
                largest = i;
            }
            i += 1;
        }
        let message = Message::new("network ").name(network).text(" has ").count(found, "parameter");
        exceeded(message, most, nodes[largest].name, nodes[largest].parameters, "")
    }
    0
}

/// Stops the compiler if forward adds up more products for a sample than this.
#[track_caller]
pub const fn check_macs(network: &str, most: usize, found: usize, nodes: &[NodeInfo], _fed: usize) -> usize {
    if found > most {
        let (mut largest, mut i) = (0, 1);
        while i < nodes.len() {
            if nodes[i].multiply_adds > nodes[largest].multiply_adds {
                largest = i;
            }
            i += 1;
        }
        let message = Message::new("network ").name(network).text(" takes ").count(found, "multiply-add");
        exceeded(message.text(" for a sample"), most, nodes[largest].name, nodes[largest].multiply_adds, "")
    }
    0
}

/// Stops the compiler if parameters and a workspace take more bytes than this.
#[track_caller]
pub const fn check_ram(
    network: &str,
    most: usize,
    [parameters, workspace]: [usize; 2],
    nodes: &[NodeInfo],
    _fed: usize,
) -> usize {
    let found = parameters + workspace;
    if found > most {
        let (mut largest, mut i) = (0, 1);
        while i < nodes.len() {
            if bytes(&nodes[i]) > bytes(&nodes[largest]) {
                largest = i;
            }
            i += 1;
        }
        let message = Message::new("network ").name(network).text(" takes ").count(found, "byte");
        let message = message.text(" to predict with, ").number(parameters).text(" of them for parameters");
        exceeded(message, most, nodes[largest].name, bytes(&nodes[largest]), " bytes")
    }
    0
}

/// What a node takes: its parameters, the value that it gives, and working memory.
const fn bytes(node: &NodeInfo) -> usize {
    node.bytes + size_of::<f32>() * node.shapes.output().len() + node.working_memory
}

#[track_caller]
const fn exceeded(message: Message, most: usize, node: &str, share: usize, unit: &str) -> ! {
    let message = message.text(", and its budget is ").number(most).text(HELP);
    let message = message.text("the largest node is ").name(node).text(" with ").number(share).text(unit);
    fail(message.text("; make it smaller, or raise the budget"))
}
