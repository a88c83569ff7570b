//! The shape of one sample.

use std::fmt;

/// How many dimensions a shape can have.
const MAX_RANK: usize = 4;

/// The shape of one sample: `[]` is a scalar, `[784]` a vector, `[1, 28, 28]` channels, height, width.
///
/// Everything here runs in the compiler, too.
///
/// ```
/// use plies::Shape;
///
/// const IMAGE: Shape = Shape::image(1, 28, 28);
/// const PIXELS: usize = IMAGE.len();
/// assert_eq!((PIXELS, IMAGE.rank(), IMAGE.dim(2)), (784, 3, 28));
/// assert_eq!(IMAGE.to_string(), "[1, 28, 28]");
/// assert_eq!(Shape::scalar().len(), 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The sizes, and ones behind them.
    dims: [usize; MAX_RANK],
    rank: usize,
}

impl Shape {
    /// A shape of the given dimensions.
    ///
    /// # Panics
    /// If there are more than four, or one of them is zero, or a sample has more entries than a `usize` counts.
    #[track_caller]
    pub const fn new<const RANK: usize>(dims: [usize; RANK]) -> Self {
        if let Some(why) = Self::mistake(&dims) {
            panic!("{}", why)
        }
        Self::near(&dims)
    }

    /// Why dimensions are no shape, if they are none.
    pub(crate) const fn mistake(dims: &[usize]) -> Option<&'static str> {
        if dims.len() > MAX_RANK {
            return Some("a shape has at most 4 dimensions\n  help: let one of them be the product of two");
        }
        let (mut i, mut len) = (0, 1usize);
        while i < dims.len() {
            if dims[i] == 0 {
                return Some(
                    "a dimension of a shape is 0\n  help: write how many entries there are, at least 1",
                );
            }
            len = match len.checked_mul(dims[i]) {
                Some(len) => len,
                None => {
                    return Some(
                        "a shape has more entries than a `usize` counts\n  help: write smaller dimensions",
                    );
                }
            };
            i += 1;
        }
        None
    }

    /// The shape of these dimensions; another where they are no shape.
    pub(crate) const fn near(dims: &[usize]) -> Self {
        let mut shape = Shape::scalar();
        if Self::mistake(dims).is_none() {
            while shape.rank < dims.len() {
                shape.dims[shape.rank] = dims[shape.rank];
                shape.rank += 1;
            }
        }
        shape
    }

    /// A single number, `[]`.
    pub const fn scalar() -> Self {
        Shape { dims: [1; MAX_RANK], rank: 0 }
    }

    /// A vector, `[features]`.
    #[track_caller]
    pub const fn vector(features: usize) -> Self {
        Shape::new([features])
    }

    /// An image, `[channels, height, width]`.
    #[track_caller]
    pub const fn image(channels: usize, height: usize, width: usize) -> Self {
        Shape::new([channels, height, width])
    }

    /// How many entries a sample has: the product of the dimensions.
    #[allow(clippy::len_without_is_empty, reason = "no shape is empty")]
    pub const fn len(self) -> usize {
        let [a, b, c, d] = self.dims;
        a * b * c * d
    }

    /// How many dimensions there are.
    pub const fn rank(self) -> usize {
        self.rank
    }

    /// The size of dimension `i`; 1 behind the last.
    pub const fn dim(self, i: usize) -> usize {
        if i < MAX_RANK { self.dims[i] } else { 1 }
    }

    /// The same shape with another first dimension; a scalar stays one.
    ///
    /// # Panics
    /// As [`Shape::new`] does.
    #[track_caller]
    pub const fn with_first(self, dim: usize) -> Self {
        let [_, b, c, d] = self.dims;
        match self.rank {
            0 => self,
            1 => Shape::new([dim]),
            2 => Shape::new([dim, b]),
            3 => Shape::new([dim, b, c]),
            _ => Shape::new([dim, b, c, d]),
        }
    }

    /// `==`, for a `const fn`.
    pub const fn equals(self, other: Shape) -> bool {
        let mut i = 0;
        while i < MAX_RANK {
            if self.dims[i] != other.dims[i] {
                return false;
            }
            i += 1;
        }
        self.rank == other.rank
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &self.dims[..self.rank])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_equal_when_rank_and_dimensions_are() {
        assert!(Shape::new([2, 3]).equals(Shape::new([2, 3])));
        assert!(!Shape::new([2, 3]).equals(Shape::new([3, 2])));
        assert!(!Shape::new([2]).equals(Shape::new([2, 1])), "[2] and [2, 1] hold as many entries");
        assert!(!Shape::scalar().equals(Shape::vector(1)));
    }

    #[test]
    #[should_panic(expected = "more entries than a `usize` counts")]
    fn a_shape_whose_size_overflows_is_refused() {
        Shape::new([usize::MAX, 2]);
    }

    #[test]
    #[should_panic(expected = "dimension of a shape is 0")]
    fn an_empty_shape_is_refused() {
        Shape::new([3, 0]);
    }
}
