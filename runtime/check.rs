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
    /// Whether it is a network, of which something is called.
    pub is_network: bool,
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

/// Stops the compiler if a node cannot stand where it does.
#[track_caller]
pub const fn check(node: Node<'_>, rule: &Rule) -> usize {
    if !node.has_rule {
        fail(not_a_layer(&node))
    }
    if !node.is_copy {
        let message = Message::new("").name(node.name).text(" is declared as ").name(node.layer);
        fail(
            message
                .text(", which is not `Copy`")
                .text(HELP)
                .text("write `#[derive(Clone, Copy)]` above its type"),
        )
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

/// Stops the compiler if a loss cannot have this weight.
#[track_caller]
pub const fn check_weight(weight: f64) -> usize {
    if !weight.is_finite() {
        let message = Message::new("a loss has a weight that is infinite or not a number").text(HELP);
        fail(message.text("give it a finite weight, as in `0.5 * MeanSquaredError`"))
    }
    0
}

/// A remedy stands on a line of its own.
pub(crate) const HELP: &str = "\n  help: ";

#[track_caller]
pub(crate) const fn fail(message: Message) -> ! {
    panic!("{}", message.as_str())
}

const fn not_a_layer(node: &Node<'_>) -> Message {
    let message = Message::new("").name(node.name).text(" is declared as ").name(node.layer);
    if node.is_loss {
        return message.text(", which is a loss, not a layer").text(HELP).text("name its line `loss`");
    }
    if node.is_network {
        let message = message.text(", which is a network, and is called").text(HELP).text("name it alone: `");
        return message.text(node.name).text(": ").text(node.layer).text("`");
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
    let message = message.text(if takes != 1 { ")`" } else { "`" });
    if fed > takes { message.text("; the rest can feed a line of its own") } else { message }
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
