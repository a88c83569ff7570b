use crate::{Message, Shape, Shapes};

/// What the compiler knows of a node: [`Network::NODES`](crate::Network::NODES) has one for each.
///
/// ```
/// use plies::{Affine, Conv2d, MaxPool2d, Network, Shape, network};
///
/// network! {
///     struct Net(image: [1, 28, 28]) -> [10] {
///         conv1: Conv2d::new(6, 5),
///         pool1: MaxPool2d::new(2),
///         affine1: Affine::to(10),
///     }
/// }
///
/// const CONV1: plies::NodeInfo = Net::<f32>::NODES[0];
/// assert_eq!((CONV1.name, CONV1.layer, CONV1.feeds), ("conv1", "Conv2d::new(6, 5)", &["image"][..]));
/// assert_eq!(CONV1.shapes.output(), Shape::new([6, 24, 24]));
/// // A weight for each of 6 kernels of 5×5, and a bias; each weight is used at 24×24 places.
/// assert_eq!((CONV1.parameters, CONV1.multiply_adds), (6 * (25 + 1), 6 * 25 * 24 * 24));
/// // Backward has as much to do for the weights, and nothing for the image, of which nobody asks the gradient.
/// assert_eq!(CONV1.backward_multiply_adds, CONV1.multiply_adds);
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct NodeInfo {
    /// Its name.
    pub name: &'static str,
    /// Its layer, as written.
    pub layer: &'static str,
    /// The names of what feeds it.
    pub feeds: &'static [&'static str],
    /// The shapes of what feeds it, and of what it gives.
    pub shapes: &'static Shapes,
    /// How many numbers it learns, or would if it were not frozen; statistics are none of them.
    pub parameters: usize,
    /// How many of them a gradient changes: none where it is frozen.
    pub trained: usize,
    /// The bytes of its parameters in `f32`, with statistics.
    pub bytes: usize,
    /// The bytes of working memory that a pass through it takes in `f32`. All nodes of a network share one piece.
    pub working_memory: usize,
    /// How many products its forward adds up for one sample, in matrix products and convolutions. What works entry by entry
    /// counts as nothing.
    pub multiply_adds: usize,
    /// The same of its backward while training. What is not computed counts as nothing: parameters that are frozen, and what feeds
    /// a node where nothing above is trained. By default, as many as forward for the parameters, and again for each input;
    /// [`Rule::backward_multiply_adds`](crate::Rule::backward_multiply_adds) says otherwise.
    pub backward_multiply_adds: usize,
}

/// What is counted of a node.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    pub parameters: usize,
    pub trained: usize,
    pub bytes: usize,
    /// Scalars of working memory.
    pub scratch: usize,
    pub multiply_adds: usize,
    pub backward_multiply_adds: usize,
}

impl NodeInfo {
    #[doc(hidden)]
    pub const fn new(
        name: &'static str,
        layer: &'static str,
        feeds: &'static [&'static str],
        shapes: &'static Shapes,
        counts: Counts,
    ) -> Self {
        let Counts { parameters, trained, bytes, scratch, multiply_adds, backward_multiply_adds } = counts;
        NodeInfo {
            name,
            layer,
            feeds,
            shapes,
            parameters,
            trained,
            bytes,
            working_memory: size_of::<f32>() * scratch,
            multiply_adds,
            backward_multiply_adds,
        }
    }

    /// `[1, 28, 28] → [6, 24, 24], 156 parameters, 86400 multiply-adds`
    #[doc(hidden)]
    pub const fn said(&self) -> Message {
        let (mut message, mut i) = (Message::new(""), 0);
        while i < self.feeds.len() {
            message = message.text(if i > 0 { ", " } else { "" }).shape(self.shapes.input(i));
            i += 1;
        }
        let message = message.text(" → ").shape(self.shapes.output());
        with_counts(message, [self.parameters, self.multiply_adds])
    }
}

/// The same of a whole network.
#[doc(hidden)]
pub const fn said_of_all(inputs: &[Shape], outputs: &[Shape], counts: [usize; 2]) -> Message {
    with_counts(shapes(shapes(Message::new(""), inputs).text(" → "), outputs), counts)
}

const fn shapes(mut message: Message, shapes: &[Shape]) -> Message {
    let mut i = 0;
    while i < shapes.len() {
        message = message.text(if i > 0 { ", " } else { "" }).shape(shapes[i]);
        i += 1;
    }
    message
}

const fn with_counts(mut message: Message, [parameters, multiply_adds]: [usize; 2]) -> Message {
    if parameters > 0 {
        message = message.text(", ").count(parameters, "parameter");
    }
    if multiply_adds > 0 {
        message = message.text(", ").count(multiply_adds, "multiply-add");
    }
    message
}
