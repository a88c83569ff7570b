//! What a shape rule is told: the shapes that a layer is fed.

use crate::Shape;

/// How many inputs a layer can take.
pub const MAX_INPUTS: usize = 8;

/// The shapes that a layer is fed.
///
/// A layer asks for as many as it takes. What its rule [`takes`](crate::Rule::takes) is then compared with what it is
/// fed, in number and in shape; an input that is missing is a scalar here, and an error there.
#[derive(Clone, Copy, Debug)]
pub struct Inputs {
    pub(crate) shapes: [Shape; MAX_INPUTS],
    pub(crate) count: usize,
}

impl Inputs {
    /// The shapes that a layer is fed, in order.
    pub const fn new(fed: &[Shape]) -> Self {
        let mut inputs = Inputs { shapes: [Shape::scalar(); MAX_INPUTS], count: fed.len() };
        let mut i = 0;
        while i < fed.len() && i < MAX_INPUTS {
            inputs.shapes[i] = fed[i];
            i += 1;
        }
        inputs
    }

    /// The input of a layer that takes one.
    pub const fn one(self) -> Shape {
        self.shapes[0]
    }

    /// The inputs of a layer that takes two.
    pub const fn two(self) -> [Shape; 2] {
        [self.shapes[0], self.shapes[1]]
    }

    /// However many inputs there are.
    pub const fn all(&self) -> &[Shape] {
        let count = if self.count < MAX_INPUTS { self.count } else { MAX_INPUTS };
        self.shapes.split_at(count).0
    }
}
