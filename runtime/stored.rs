//! Under which shape a matrix of parameters is stored: that of the tensor which PyTorch would keep.

use crate::{Message, Shape};

/// How many parameters of a layer can be stored under a shape of their own.
const MAX_STORED: usize = 4;

/// What a layer's rule says of it; see [`Rule::stored`](crate::Rule::stored).
#[derive(Clone, Copy, Debug)]
pub struct Stored {
    tensors: [(&'static str, Shape); MAX_STORED],
    count: usize,
}

impl Stored {
    /// Of no parameter.
    pub const NONE: Stored = Stored { tensors: [("", Shape::scalar()); MAX_STORED], count: 0 };

    /// Whether no parameter has a shape of its own.
    pub(crate) const fn is_none(&self) -> bool {
        self.count == 0
    }

    /// The same, and of one more.
    #[track_caller]
    pub(crate) const fn with(mut self, parameter: &'static str, shape: Shape) -> Self {
        assert!(self.count < MAX_STORED, "a layer stores at most 4 parameters under a shape of their own");
        self.tensors[self.count] = (parameter, shape);
        self.count += 1;
        self
    }

    /// The shape under which a parameter is stored: without a shape of its own, a matrix of R rows and C columns, which lies in
    /// memory column after column, is `[C, R]`, and a vector `[R]`.
    #[track_caller]
    pub(crate) const fn shape(&self, parameter: &str, [rows, columns]: [usize; 2]) -> Shape {
        let mut i = 0;
        while i < self.count {
            if is_same(self.tensors[i].0, parameter) {
                let shape = self.tensors[i].1;
                if shape.len() != rows * columns {
                    let message =
                        Message::new("a shape rule stores ").name(parameter).text(" as ").shape(shape);
                    let message =
                        message.text(", but it is a matrix of ").number(rows).text("×").number(columns);
                    panic!("{}", message.as_str())
                }
                return shape;
            }
            i += 1;
        }
        if columns == 1 { Shape::near(&[rows]) } else { Shape::near(&[columns, rows]) }
    }
}

/// Whether two texts are the same, for the compiler.
pub(crate) const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_is_stored_row_by_row_unless_its_layer_says_otherwise() {
        let stored = Stored::NONE.with("weight", Shape::new([6, 1, 5, 5]));
        assert_eq!(stored.shape("weight", [25, 6]), Shape::new([6, 1, 5, 5]));
        assert_eq!(stored.shape("bias", [6, 1]), Shape::new([6]));
        assert_eq!(Stored::NONE.shape("weight", [25, 6]), Shape::new([6, 25]));
    }

    #[test]
    #[should_panic(expected = "a shape rule stores `weight` as [6, 1, 5, 5], but it is a matrix of 25×7")]
    fn a_shape_has_as_many_entries_as_its_matrix() {
        Stored::NONE.with("weight", Shape::new([6, 1, 5, 5])).shape("weight", [25, 7]);
    }
}
