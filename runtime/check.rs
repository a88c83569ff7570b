//! What the compiler says of a wrong network. `network!` writes one call a node, on the user's own tokens.

use crate::rule::MAX_SIZES;
use crate::{Message, Rule, Shape};

/// A node, as a message names it.
pub struct Node<'a> {
    /// Its name.
    pub name: &'a str,
    /// The type of its layer, as written.
    pub layer: &'a str,
    /// What feeds it, in order.
    pub feeds: &'a [Feed<'a>],
    /// Whether the layer has a shape rule.
    pub has_rule: bool,
    /// Whether it has a loss rule.
    pub is_loss: bool,
    /// Whether the trait `Layer` is implemented for what the rule says.
    pub is_layer: bool,
    /// All values of the network.
    pub chain: &'a [Link<'a>],
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
}

/// Stops the compiler if a node cannot stand where it does.
#[track_caller]
pub const fn check(node: Node<'_>, rule: &Rule) -> usize {
    if !node.has_rule {
        fail(not_a_layer(&node))
    }
    if rule.inputs() != node.feeds.len() {
        fail(wrong_count(&node, rule))
    }
    if let Some(mistake) = rule.mistake() {
        let message = Message::new("layer ").name(node.name).text(" ").text(mistake.why.as_str());
        fail(chain(fed(message, &node).text(HELP).text(mistake.help.as_str()), &node, 0))
    }
    let mut i = 0;
    while i < node.feeds.len() {
        if !rule.input(i).equals(node.feeds[i].shape) {
            fail(chain(wrong_shape(&node, rule, i), &node, i))
        }
        i += 1;
    }
    if !node.is_layer {
        fail(not_between(&node, rule))
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
        let message = Message::new("network ").name(network).text(" is declared to give ").shape(promised);
        let message = message.text(if named { ", but " } else { ", but its last layer " });
        let message = message.name(node).text(" gives ").shape(gives).text(HELP);
        let message = match named {
            true => message.text("write `").text(node).text(": ").shape(gives),
            false => message.text("write `-> ").shape(gives),
        };
        let message = message.text("`, or let ").name(node);
        fail(message.text(" give ").shape(promised))
    }
    0
}

/// Stops the compiler if a loss does not take what the network gives.
#[track_caller]
pub const fn check_loss(
    loss: &str,
    has_rule: bool,
    rule: &Rule,
    node: &str,
    above: &Rule,
    _fed: usize,
) -> usize {
    let gives = above.output();
    if !has_rule {
        let message =
            Message::new("").name(loss).text(" is not a loss: it has no public loss rule").text(HELP);
        fail(
            message
                .text("name a loss, such as `SoftmaxWithLoss`; a layer's line has another name than `loss`"),
        )
    }
    let message = Message::new("loss ").name(loss).text(" ");
    if let Some(mistake) = rule.mistake() {
        let message = message.text(mistake.why.as_str()).text(", and is fed ").shape(gives);
        let message = message.text(" by ").name(node);
        fail(message.text(HELP).text(mistake.help.as_str()))
    }
    if rule.inputs() != 1 || !rule.input(0).equals(gives) {
        let message = message.text("takes ").shape(rule.input(0)).text(", but ").name(node).text(" gives ");
        let message = message.shape(gives).text(HELP).text("let ").name(node).text(" give ");
        fail(message.shape(rule.input(0)))
    }
    0
}

/// A remedy stands on a line of its own.
const HELP: &str = "\n  help: ";

#[track_caller]
const fn fail(message: Message) -> ! {
    panic!("{}", message.as_str())
}

const fn not_a_layer(node: &Node<'_>) -> Message {
    let message = Message::new("").name(node.name).text(" is declared as ").name(node.layer);
    if node.is_loss {
        return message.text(", which is a loss, not a layer").text(HELP).text("name its line `loss`");
    }
    let message = message.text(", which is not a layer: it has no public shape rule").text(HELP);
    message.text("give it a `pub const fn shape_rule(self, inputs: Inputs) -> Rule`")
}

const fn wrong_count(node: &Node<'_>, rule: &Rule) -> Message {
    let (takes, fed) = (rule.inputs(), node.feeds.len());
    let message = Message::new("layer ").name(node.name).text(" takes ").count(takes, "input");
    let mut message = message.text(", but is fed ").number(fed).text(HELP).text("write `from ");
    if takes != 1 {
        message = message.text("(");
    }
    let mut i = 0;
    while i < takes {
        message = message.text(if i > 0 { ", " } else { "" });
        message = message.text(if i < fed { node.feeds[i].name } else { "…" });
        i += 1;
    }
    message.text(if takes != 1 { ")`" } else { "`" })
}

/// What feeds a node: ", and is fed [7] by `a`, [6] by `b`".
const fn fed(mut message: Message, node: &Node<'_>) -> Message {
    let mut i = 0;
    while i < node.feeds.len() {
        message = message.text(if i == 0 { ", and is fed " } else { ", " }).shape(node.feeds[i].shape);
        message = message.text(" by ").name(node.feeds[i].name);
        i += 1;
    }
    message
}

const fn wrong_shape(node: &Node<'_>, rule: &Rule, i: usize) -> Message {
    let (takes, feed) = (rule.input(i), &node.feeds[i]);
    let message = Message::new("layer ").name(node.name).text(" takes ");
    if i > 0 && takes.equals(node.feeds[0].shape) {
        let message = message.text("inputs of one shape, but ");
        let message = gives(gives(message, &node.feeds[0]).text(" and "), feed).text(HELP);
        if takes.rank() == 3 && takes.with_first(1).equals(feed.shape.with_first(1)) {
            // Only their channels differ.
            let message =
                message.text("let a `Conv2d::new(").number(takes.dim(0)).text(", 1) from ").text(feed.name);
            return message.text("` feed it in place of ").name(feed.name);
        }
        return message.text("feed ").name(node.name).text(" from values of one shape");
    }
    let message = gives(message.shape(takes).text(", but "), feed).text(HELP);
    let message = message.text("declare ").name(node.name).text(" for ");
    let message = if takes.rank() == 1 && feed.shape.rank() != 1 {
        message.count(feed.shape.len(), "input")
    } else {
        message.shape(feed.shape)
    };
    if rule.help().is_empty() { message } else { message.text(", or ").text(rule.help()) }
}

/// Adds how a shape came about, if that takes more than a step: `image` [1, 28, 28] → `conv1` [6, 24, 24] → ….
const fn chain(message: Message, node: &Node<'_>, feed: usize) -> Message {
    // The values on the way that have another shape than the one before, the last one first.
    let (mut way, mut count) = ([0; MOST_LINKS], 0);
    let (links, mut at) = (node.chain, node.feeds[feed].link);
    while at < links.len() {
        let above = links[at].above;
        if above >= links.len() || !links[at].shape.equals(links[above].shape) {
            if count == MOST_LINKS {
                break;
            }
            way[count] = at;
            count += 1;
        }
        at = above;
    }
    if count < 3 {
        return message;
    }
    let mut message = message.text("\n  shapes: ").text(if at < links.len() { "… → " } else { "" });
    while count > 0 {
        count -= 1;
        let link = &links[way[count]];
        message =
            message.name(link.name).text(" ").shape(link.shape).text(if count > 0 { " → " } else { "" });
    }
    message
}

/// How many values of a chain are shown.
const MOST_LINKS: usize = 5;

const fn gives(message: Message, feed: &Feed<'_>) -> Message {
    if feed.is_input {
        message.text("the input ").name(feed.name).text(" is ").shape(feed.shape)
    } else {
        message.name(feed.name).text(" gives ").shape(feed.shape)
    }
}

const fn not_between(node: &Node<'_>, rule: &Rule) -> Message {
    let message = Message::new("").name(node.name).text(" is declared as ").name(node.layer);
    let (mut message, mut i) = (message.text(", which is not a layer from "), 0);
    while i < node.feeds.len() {
        message = message.text(if i > 0 { ", " } else { "" }).shape(node.feeds[i].shape);
        i += 1;
    }
    message = message.text(" to ").shape(rule.output()).text(HELP).text("implement `Layer<");
    message = message.text(if node.feeds.len() > 1 { "(" } else { "" });
    i = 0;
    while i < node.feeds.len() {
        message = array(message.text(if i > 0 { ", " } else { "" }), node.feeds[i].shape);
        i += 1;
    }
    message = array(message.text(if node.feeds.len() > 1 { "), " } else { ", " }), rule.output());
    i = 0;
    while i < MAX_SIZES && rule.size(i) > 0 {
        message = message.text(if i > 0 { ", " } else { ", Sizes<" }).number(rule.size(i));
        i += 1;
    }
    message
        .text(if i > 0 { ">>" } else { ">" })
        .text("` for it and every `T: Scalar`, as its shape rule says")
}

const fn array(message: Message, shape: Shape) -> Message {
    message.text("[T; ").number(shape.len()).text("]")
}
