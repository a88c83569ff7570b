//! What the compiler says of a network in which something does not hold.

use super::{Feed, Node, Written, is_odd};
use crate::rule::{MAX_SIZES, Mistake};
use crate::{Message, Rule, Shape};

/// A remedy stands on a line of its own.
pub(crate) const HELP: &str = "\n  help: ";

/// What a node names has no shape rule.
pub const fn not_a_layer(written: &Written<'_>) -> Message {
    let message = Message::new("").name(written.node).text(" is declared as ").name(written.ty);
    if written.is_loss {
        return message.text(", which is a loss, not a layer").text(HELP).text("name its line `loss`");
    }
    if written.is_network {
        let message = message.text(", which is a network, and is called").text(HELP).text("name it alone: `");
        return message.text(written.node).text(": ").text(written.alone).text("`");
    }
    let message = message.text(", which is not a layer: it has no public shape rule").text(HELP);
    message.text("give it a `pub const fn shape_rule(self, inputs: Inputs) -> Rule`")
}

/// What a node names cannot be copied, and implements no layer that says so.
pub const fn not_copy(node: &Node<'_>) -> Message {
    let message = Message::new("").name(node.name).text(" is declared as ").name(node.layer);
    message.text(", which is not `Copy`").text(HELP).text("write `#[derive(Clone, Copy)]` above its type")
}

/// A node is fed more or fewer values than it takes.
pub const fn wrong_count(node: &Node<'_>, rule: &Rule) -> Message {
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
    let message = message.text(if takes != 1 { ")`" } else { "`" });
    if fed > takes { message.text("; the rest can feed a line of its own") } else { message }
}

/// What a node's shape rule requires does not hold.
pub const fn required(node: &Node<'_>, mistake: Mistake) -> Message {
    let message = Message::new("layer ").name(node.name).text(" ").text(mistake.why.as_str());
    chain(fed(message, node).text(HELP).text(mistake.help.as_str()), node, 0)
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

/// A node is fed another shape than it takes, and how that came about.
pub const fn wrong_shape(node: &Node<'_>, rule: &Rule, i: usize) -> Message {
    chain(other_shape(node, rule, i), node, i)
}

const fn other_shape(node: &Node<'_>, rule: &Rule, i: usize) -> Message {
    let (takes, feed) = (rule.input(i), &node.feeds[i]);
    let message = Message::new("layer ").name(node.name).text(" takes ");
    if i > 0 && takes.equals(node.feeds[0].shape) {
        let message = message.text("inputs of one shape, but ");
        let message = gives(gives(message, &node.feeds[0]).text(" and "), feed).text(HELP);
        return one_shape(message, node, rule, i);
    }
    let message = gives(message.shape(takes).text(", but "), feed).text(HELP);
    if is_odd(node.reads, feed.link, feed.shape) {
        return readers(let_give(message, node, feed, takes).text(", as "), node, feed).text(" take");
    }
    if takes.len() == feed.shape.len() {
        let message = message.text("let a `Reshape::to(").shape(takes).text(") from ").text(feed.name);
        return message.text("` feed it in place of ").name(feed.name);
    }
    let message = message.text("declare ").name(node.name).text(" for ");
    let message = if takes.rank() == 1 && feed.shape.rank() != 1 {
        message.count(feed.shape.len(), "input")
    } else {
        message.shape(feed.shape)
    };
    let message = message.text(", or ");
    if rule.help().is_empty() { let_give(message, node, feed, takes) } else { message.text(rule.help()) }
}

/// What to do about an input that has another shape than the first, where all should have one.
const fn one_shape(message: Message, node: &Node<'_>, rule: &Rule, i: usize) -> Message {
    let (first, feed) = (&node.feeds[0], &node.feeds[i]);
    // Of three or more, most may agree.
    let (like_first, like_this) = (alike(node, rule, first.shape), alike(node, rule, feed.shape));
    if like_this > like_first {
        return let_give(message, node, first, feed.shape).text(", as the others do");
    }
    if like_first > like_this {
        return let_give(message, node, feed, first.shape).text(", as the others do");
    }
    if first.shape.rank() == 3 && first.shape.with_first(1).equals(feed.shape.with_first(1)) {
        // Only their channels differ.
        let message = message.text("let a `Conv2d::new(").number(first.shape.dim(0));
        let message = message.text(", 1) from ").text(feed.name).text("` feed it in place of ");
        return message.name(feed.name);
    }
    message.text("feed ").name(node.name).text(" from values of one shape")
}

/// How many inputs are of a shape, of those that should be of the same shape as the first.
const fn alike(node: &Node<'_>, rule: &Rule, shape: Shape) -> usize {
    let (mut count, mut i) = (0, 0);
    while i < node.feeds.len() {
        if rule.input(i).equals(node.feeds[0].shape) && node.feeds[i].shape.equals(shape) {
            count += 1;
        }
        i += 1;
    }
    count
}

/// Says where a value should get another shape: "let `affine1` give [50]", or "let the input `x` be [50]".
const fn let_give(message: Message, node: &Node<'_>, feed: &Feed<'_>, shape: Shape) -> Message {
    // It may have passed through nodes that give what they take.
    let (links, mut at) = (node.chain, feed.link);
    while links[at].passes && links[at].above < links.len() && links[links[at].above].shape.equals(feed.shape)
    {
        at = links[at].above;
    }
    if links[at].above < links.len() {
        message.text("let ").name(links[at].name).text(" give ").shape(shape)
    } else {
        message.text("let the input ").name(links[at].name).text(" be ").shape(shape)
    }
}

/// Who reads a value: "`a` and `b`", "`a`, `b` and `c`".
const fn readers(mut message: Message, node: &Node<'_>, feed: &Feed<'_>) -> Message {
    let (mut left, mut i) = (0, 0);
    while i < node.reads.len() {
        left += (node.reads[i].link == feed.link) as usize;
        i += 1;
    }
    i = 0;
    while i < node.reads.len() {
        if node.reads[i].link == feed.link {
            left -= 1;
            message = message.name(node.reads[i].reader);
            message = message.text(if left > 1 {
                ", "
            } else if left == 1 {
                " and "
            } else {
                ""
            });
        }
        i += 1;
    }
    message
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

/// What a node names is no layer of the shapes that its rule says.
pub const fn not_between(node: &Node<'_>, rule: &Rule) -> Message {
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

/// A network gives another shape than its header promises.
pub const fn wrong_output(network: &str, node: &str, named: bool, gives: Shape, promised: Shape) -> Message {
    let message = Message::new("network ").name(network).text(" is declared to give ").shape(promised);
    let message = message.text(if named { ", but " } else { ", but its last layer " });
    let message = message.name(node).text(" gives ").shape(gives).text(HELP);
    let message = match named {
        true => message.text("write `").text(node).text(": ").shape(gives),
        false => message.text("write `-> ").shape(gives),
    };
    message.text("`, or let ").name(node).text(" give ").shape(promised)
}

/// What stands in the line of a loss has no loss rule.
pub const fn not_a_loss(loss: &str) -> Message {
    let message = Message::new("").name(loss).text(" is not a loss: it has no public loss rule").text(HELP);
    message.text("name a loss, such as `SoftmaxWithLoss`; a layer's line has another name than `loss`")
}

/// What a loss rule requires does not hold.
pub const fn required_of_loss(loss: &str, mistake: Mistake, node: &str, gives: Shape) -> Message {
    let message = Message::new("loss ").name(loss).text(" ").text(mistake.why.as_str());
    let message = message.text(", and is fed ").shape(gives).text(" by ").name(node);
    message.text(HELP).text(mistake.help.as_str())
}

/// A loss takes another shape than the network gives.
pub const fn wrong_shape_of_loss(loss: &str, takes: Shape, node: &str, gives: Shape) -> Message {
    let message = Message::new("loss ").name(loss).text(" takes ").shape(takes).text(", but ").name(node);
    let message = message.text(" gives ").shape(gives).text(HELP);
    message.text("let ").name(node).text(" give ").shape(takes)
}

/// A loss is multiplied by no number.
pub const fn wrong_weight() -> Message {
    let message = Message::new("a loss has a weight that is infinite or not a number").text(HELP);
    message.text("give it a finite weight, as in `0.5 * MeanSquaredError`")
}
