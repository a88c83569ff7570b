use crate::{Backward, Forward, Inputs, Layer, Message, Rule, Scalar, Shape, Shapes};

/// Each pixel several times, down and across: from `[channels, height, width]` to `[channels, factor height, factor width]`.
/// PyTorch's `Upsample` with `mode='nearest'`.
///
/// Backward sums the gradients of a pixel's copies.
///
/// ```
/// use plies::{Network, Upsample2d, network};
///
/// network! {
///     struct Net(x: [1, 1, 2]) -> [1, 2, 4] { up1: Upsample2d::nearest(2) }
/// }
/// let y = Net::<f32>::zeros().predict_one(&[5.0, 6.0], &mut Net::workspace::<1>());
/// assert_eq!(y, [5.0, 5.0, 6.0, 6.0, 5.0, 5.0, 6.0, 6.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Upsample2d {
    factor: usize,
}

impl Upsample2d {
    /// By copies of the nearest pixel.
    pub const fn nearest(factor: usize) -> Self {
        Upsample2d { factor }
    }

    /// From an image to one `factor` times as high and as wide.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let (x, factor) = (inputs.one(), self.factor);
        let right = x.rank() == 3 && factor > 0;
        let (height, width) = (x.dim(1).saturating_mul(factor), x.dim(2).saturating_mul(factor));
        Rule::takes([x])
            .gives(if right { Shape::image(x.dim(0), height, width) } else { x })
            .require(
                x.rank() == 3,
                Message::new("takes an image `[channels, height, width]`"),
                Message::new("feed it from one, or make it one by `Reshape::to([channels, height, width])`"),
            )
            .require(
                factor > 0,
                Message::new("makes an image 0 times as large"),
                Message::new("write a factor of at least 1"),
            )
    }

    /// Calls with the place of each pixel of the larger image, and of the one that it copies.
    #[inline]
    fn each(self, shapes: &Shapes, mut visit: impl FnMut(usize, usize)) {
        let (x, y) = (shapes.input(0), shapes.output());
        let mut at = 0;
        for row in 0..y.dim(0) * y.dim(1) {
            // Rows of all channels follow one another, and so do those that they copy.
            let from = row / self.factor * x.dim(2);
            for column in 0..y.dim(2) {
                visit(at, from + column / self.factor);
                at += 1;
            }
        }
    }
}

impl<T: Scalar, const I: usize, const O: usize> Layer<[T; I], [T; O]> for Upsample2d {
    type Parameters = ();
    type Cache<const N: usize> = ();

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; I], [T; O], N>) {
        let Forward { x, y, shapes, .. } = pass;
        for (x, y) in x.iter().zip(y) {
            self.each(shapes, |to, from| y[to] = x[from]);
        }
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; I], [T; O], N>) {
        let Backward { dy, dx, shapes, .. } = pass;
        for (dx, dy) in dx.into_iter().flatten().zip(dy) {
            dx.fill(T::zero());
            self.each(shapes, |from, to| dx[to] += dy[from]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network;
    use crate::testing::check_gradient;

    network! { struct Two(x: [2, 2, 3]) -> [2, 4, 6] { y: Upsample2d::nearest(2) } }
    network! { struct Three(x: [1, 1, 2]) -> [1, 3, 6] { y: Upsample2d::nearest(3) } }
    network! { struct One(x: [2, 2, 1]) -> [2, 2, 1] { y: Upsample2d::nearest(1) } }

    #[test]
    fn goes_back_right() {
        check_gradient::<Two<f64>, 12, 48>();
        check_gradient::<Three<f64>, 2, 18>();
        check_gradient::<One<f64>, 4, 4>();
    }
}
