use super::image::require_image;
use crate::{Backward, Forward, Inputs, Layer, Message, Rule, Scalar, Shape, Shapes};

/// Zeros around an image: from `[channels, height, width]` to a larger one of as many channels.
///
/// Backward cuts the border off. PyTorch's `ZeroPad2d` takes the sides as left, right, top, bottom.
///
/// ```
/// use plies::{Network, ZeroPad2d, network};
///
/// network! {
///     struct Net(x: [1, 1, 2]) -> [1, 1, 5] { pad1: ZeroPad2d::sides([0, 0], [1, 2]) }
/// }
/// let y = Net::<f32>::zeros().predict_one(&[5.0, 6.0], &mut Net::workspace::<1>());
/// assert_eq!(y, [0.0, 5.0, 6.0, 0.0, 0.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ZeroPad2d {
    rows: [usize; 2],
    columns: [usize; 2],
}

impl ZeroPad2d {
    /// As many pixels on each side.
    pub const fn new(padding: usize) -> Self {
        Self::sides([padding; 2], [padding; 2])
    }

    /// Rows above and below, columns on the left and on the right.
    pub const fn sides(rows: [usize; 2], columns: [usize; 2]) -> Self {
        ZeroPad2d { rows, columns }
    }

    /// From an image to a larger one.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let (x, [above, below], [left, right]) = (inputs.one(), self.rows, self.columns);
        let height = x.dim(1).saturating_add(above).saturating_add(below);
        let width = x.dim(2).saturating_add(left).saturating_add(right);
        let gives = [x.dim(0), height, width];
        let is_shape = Shape::mistake(&gives).is_none();
        require_image(
            Rule::takes([x]).without_y().gives(if x.rank() == 3 && is_shape {
                Shape::near(&gives)
            } else {
                x
            }),
            x,
        )
        .require(
            is_shape,
            Message::new("gives more entries than a `usize` counts"),
            Message::new("give it less padding"),
        )
    }

    /// Calls with where each row of the image lies, in the image and in the larger one.
    #[inline]
    fn rows(self, shapes: &Shapes, mut visit: impl FnMut(usize, usize)) {
        let (x, y) = (shapes.input(0), shapes.output());
        for channel in 0..x.dim(0) {
            for row in 0..x.dim(1) {
                let to = (channel * y.dim(1) + row + self.rows[0]) * y.dim(2) + self.columns[0];
                visit((channel * x.dim(1) + row) * x.dim(2), to);
            }
        }
    }
}

impl<T: Scalar, const I: usize, const O: usize> Layer<[T; I], [T; O]> for ZeroPad2d {
    type Parameters = ();
    type Cache<const N: usize> = ();

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; I], [T; O], N>) {
        let Forward { x, y, shapes, .. } = pass;
        let width = shapes.input(0).dim(2);
        for (x, y) in x.iter().zip(y) {
            y.fill(T::zero());
            self.rows(shapes, |from, to| y[to..][..width].copy_from_slice(&x[from..][..width]));
        }
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; I], [T; O], N>) {
        let Backward { dy, dx, shapes, .. } = pass;
        let width = shapes.input(0).dim(2);
        for (dx, dy) in dx.into_iter().flatten().zip(dy) {
            self.rows(shapes, |to, from| dx[to..][..width].copy_from_slice(&dy[from..][..width]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_gradient;
    use crate::{Network, network};

    network! { struct Around(x: [2, 2, 3]) -> [2, 4, 5] { y: ZeroPad2d::new(1) } }
    network! { struct Sides(x: [1, 2, 2]) -> [1, 5, 3] { y: ZeroPad2d::sides([1, 2], [0, 1]) } }
    network! { struct Nothing(x: [1, 2, 2]) -> [1, 2, 2] { y: ZeroPad2d::new(0) } }

    #[test]
    fn goes_back_right() {
        check_gradient::<Around<f64>, 12, 40>();
        check_gradient::<Sides<f64>, 4, 15>();
        check_gradient::<Nothing<f64>, 4, 4>();
    }

    #[test]
    fn no_numbers_stop_its_rule() {
        for x in [Shape::scalar(), Shape::image(2, 3, 4)].map(|x| Inputs::new(&[x])) {
            for padding in [0, 1, 1 << 40, usize::MAX] {
                ZeroPad2d::new(padding).shape_rule(x);
                ZeroPad2d::sides([0, padding], [1, 0]).shape_rule(x);
            }
        }
    }

    #[test]
    fn keeps_the_image_and_writes_zeros() {
        let y = Sides::zeros().predict_one(&[1.0, 2.0, 3.0, 4.0], &mut Sides::workspace::<1>());
        assert_eq!(y, [0., 0., 0., 1., 2., 0., 3., 4., 0., 0., 0., 0., 0., 0., 0.]);
    }
}
