//! What must hold of a network. `network!` writes one call a node, on the user's own tokens.

mod wording;

pub(crate) use wording::HELP;

use crate::{Message, Rule, Shape};

/// A node, as a message names it.
pub struct Node<'a> {
    /// Its name.
    pub name: &'a str,
    /// The type of its layer, as written.
    pub layer: &'a str,
    /// What feeds it, in order.
    pub feeds: &'a [Feed<'a>],
    /// Whether the trait `Layer` is implemented for what the rule says.
    pub is_layer: bool,
    /// Whether it is `Copy`, as that asks.
    pub is_copy: bool,
    /// All values of the network.
    pub chain: &'a [Link<'a>],
    /// Who reads them.
    pub reads: &'a [Read<'a>],
    /// 0; but an error that is said already, where what feeds it is one.
    pub above: usize,
}

/// What feeds a node.
pub struct Feed<'a> {
    /// Its name.
    pub name: &'a str,
    /// What shape it gives.
    pub shape: Shape,
    /// Whether it is an input of the network.
    pub is_input: bool,
    /// Its place in the chain of all values.
    pub link: usize,
}

/// A value of a network, and what it comes from.
pub struct Link<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its shape.
    pub shape: Shape,
    /// The place of the first value that feeds it; none below any of an input.
    pub above: usize,
    /// Whether the shape is what feeds it, and not what its layer makes: no products are added up.
    pub passes: bool,
}

/// A value that a node reads.
pub struct Read<'a> {
    /// Its place in the chain of all values.
    pub link: usize,
    /// Who reads it.
    pub reader: &'a str,
    /// The shape that the reader takes.
    pub takes: Shape,
}

/// Whether a value is the odd one out: several read it, and all take one other shape.
pub const fn is_odd(reads: &[Read<'_>], link: usize, gives: Shape) -> bool {
    let (mut readers, mut takes, mut i) = (0, gives, 0);
    while i < reads.len() {
        if reads[i].link == link {
            if reads[i].takes.equals(gives) || readers > 0 && !reads[i].takes.equals(takes) {
                return false;
            }
            takes = reads[i].takes;
            readers += 1;
        }
        i += 1;
    }
    readers > 1
}

/// Whether two who read a value want as many dimensions of it, and it has others.
pub const fn are_of_other_rank(a: &Rule, b: &Rule) -> bool {
    match (a.mistake(), b.mistake()) {
        (Some(a), Some(b)) => a.rank > 0 && a.rank == b.rank,
        _ => false,
    }
}

/// What is known of what is written in the place of a layer.
pub struct Written<'a> {
    /// The name of its node.
    pub node: &'a str,
    /// Its type, as written.
    pub ty: &'a str,
    /// The same, as many times as it is repeated: what would be a layer if it were a network.
    pub alone: &'a str,
    /// Whether it has a shape rule.
    pub has_rule: bool,
    /// Whether it has a loss rule.
    pub is_loss: bool,
    /// Whether it is a network, of which something is called.
    pub is_network: bool,
}

/// Stops the compiler if what is written is no layer. Its value is not looked at where this fails: a network's function, say,
/// gives a box, and rustc would speak of that.
#[track_caller]
pub const fn check_layer(written: Written<'_>) -> bool {
    if !written.has_rule {
        fail(wording::not_a_layer(&written))
    }
    false
}

/// Stops the compiler if what is written in the line of a loss is none.
#[track_caller]
pub const fn check_is_loss(loss: &str, has_rule: bool) -> bool {
    if !has_rule {
        fail(wording::not_a_loss(loss))
    }
    false
}

/// Stops the compiler if a node cannot stand where it does.
#[track_caller]
pub const fn check(node: Node<'_>, rule: &Rule) -> usize {
    // Where the trait is implemented, rustc says it there.
    if !node.is_copy && !node.is_layer {
        fail(wording::not_copy(&node))
    }
    if rule.inputs() != node.feeds.len() {
        fail(wording::wrong_count(&node, rule))
    }
    if let Some(mistake) = rule.mistake() {
        fail(wording::required(&node, mistake))
    }
    let mut i = 0;
    while i < node.feeds.len() {
        if !rule.input(i).equals(node.feeds[i].shape) {
            fail(wording::wrong_shape(&node, rule, i))
        }
        i += 1;
    }
    if !node.is_layer {
        fail(wording::not_between(&node, rule))
    }
    0
}

/// Stops the compiler if dimensions in a header are no shape.
#[track_caller]
pub const fn check_shape(dims: &[usize]) -> usize {
    if let Some(why) = Shape::mistake(dims) {
        fail(Message::new(why))
    }
    0
}

/// Stops the compiler if a network does not give what its header promises.
#[track_caller]
pub const fn check_output(
    network: &str,
    node: &str,
    named: bool,
    rule: &Rule,
    promised: &[usize],
    _fed: usize,
) -> usize {
    check_shape(promised);
    let (gives, promised) = (rule.output(), Shape::near(promised));
    if !gives.equals(promised) {
        fail(wording::wrong_output(network, node, named, gives, promised))
    }
    0
}

/// Stops the compiler if a loss does not take what the network gives.
#[track_caller]
pub const fn check_loss(loss: &str, rule: &Rule, node: &str, above: &Rule, _fed: usize) -> usize {
    let gives = above.output();
    if let Some(mistake) = rule.mistake() {
        fail(wording::required_of_loss(loss, mistake, node, gives))
    }
    if rule.inputs() != 1 || !rule.input(0).equals(gives) {
        fail(wording::wrong_shape_of_loss(loss, rule.input(0), node, gives))
    }
    0
}

/// Stops the compiler if a loss cannot have this weight.
#[track_caller]
pub const fn check_weight(weight: f64) -> usize {
    if !weight.is_finite() {
        fail(wording::wrong_weight())
    }
    0
}

#[track_caller]
pub(crate) const fn fail(message: Message) -> ! {
    panic!("{}", message.as_str())
}
