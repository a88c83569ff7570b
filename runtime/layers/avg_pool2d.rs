use super::window::Window;
use crate::{Backward, Forward, Inputs, Layer, Rule, Scalar, Shapes};

/// The mean of each window, channel by channel: from `[channels, height, width]` to `[channels, rows, columns]`.
///
/// Its options are those of [`MaxPool2d`](crate::MaxPool2d). Padded pixels count as zeros, as in PyTorch, unless
/// [`exclude_padding`](AvgPool2d::exclude_padding) says otherwise.
///
/// Backward shares the gradient out among the pixels of the window.
///
/// ```
/// use plies::{AvgPool2d, Network, network};
///
/// network! {
///     struct Net(x: [1, 2, 4]) -> [1, 1, 2] { pool1: AvgPool2d::new(2) }
/// }
/// let x = [1.0, 2.0, 0.0, 0.0, 3.0, 4.0, 0.0, -1.0];
/// assert_eq!(Net::<f32>::zeros().predict_one(&x, &mut Net::workspace::<1>()), [2.5, -0.25]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct AvgPool2d {
    window: Window,
    exclude_padding: bool,
}

impl AvgPool2d {
    /// Square windows, side by side.
    pub const fn new(size: usize) -> Self {
        Self::rect([size, size])
    }

    /// Windows of a height and a width, side by side.
    pub const fn rect(size: [usize; 2]) -> Self {
        AvgPool2d { window: Window::new(size), exclude_padding: false }
    }

    /// How far it is from window to window. It is the size of the window unless said otherwise.
    pub const fn stride(self, stride: usize) -> Self {
        self.stride_rect([stride, stride])
    }

    /// Strides downwards and to the right.
    pub const fn stride_rect(mut self, stride: [usize; 2]) -> Self {
        self.window.stride = stride;
        self
    }

    /// How many pixels are around the image on each side, at most half the window. It is 0 unless said otherwise.
    pub const fn padding(self, padding: usize) -> Self {
        self.padding_rect([padding, padding])
    }

    /// Pixels above and below, and pixels left and right.
    pub const fn padding_rect(mut self, padding: [usize; 2]) -> Self {
        self.window.padding = padding;
        self
    }

    /// Takes the mean over the pixels of the image alone.
    pub const fn exclude_padding(mut self) -> Self {
        self.exclude_padding = true;
        self
    }

    /// Allows that pixels at the right and the lower border lie in no window.
    pub const fn drop_border(mut self) -> Self {
        self.window.drop_border = true;
        self
    }

    /// From an image to one with a pixel for each window.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let rule = self.window.rule(inputs);
        rule.scratch(rule.output().len())
    }

    /// Divides each entry of an output by how many pixels count in its window.
    #[inline]
    fn share<T: Scalar>(self, shapes: &Shapes, y: &mut [T]) {
        let [height, width] = self.window.size;
        if !self.exclude_padding {
            let share = T::of(1.0 / (height * width) as f64);
            for y in y {
                *y *= share;
            }
            return;
        }
        let (x, [rows, columns]) = (shapes.input(0), [shapes.output().dim(1), shapes.output().dim(2)]);
        for (i, y) in y.chunks_exact_mut(columns).enumerate() {
            let height = self.window.range(i % rows, 0, x.dim(1)).len();
            for (column, y) in y.iter_mut().enumerate() {
                *y /= T::of((height * self.window.range(column, 1, x.dim(2)).len()) as f64);
            }
        }
    }
}

impl<T: Scalar, const I: usize, const O: usize> Layer<[T; I], [T; O]> for AvgPool2d {
    type Parameters = ();
    type Cache<const N: usize> = ();

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; I], [T; O], N>) {
        let Forward { x, y, shapes, .. } = pass;
        for (x, y) in x.iter().zip(y) {
            y.fill(T::zero());
            self.window.each(shapes, |at, from, stride| {
                for (y, x) in y[at].iter_mut().zip(x[from..].chunks_exact(stride)) {
                    *y += x[0];
                }
            });
            self.share(shapes, y);
        }
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; I], [T; O], N>) {
        let Backward { dy, dx, shapes, scratch, .. } = pass;
        let shares = &mut scratch[..O];
        for (dx, dy) in dx.into_iter().flatten().zip(dy) {
            shares.copy_from_slice(dy);
            self.share(shapes, shares);
            dx.fill(T::zero());
            self.window.each(shapes, |at, from, stride| {
                for (share, dx) in shares[at].iter().zip(dx[from..].chunks_exact_mut(stride)) {
                    dx[0] += *share;
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::window::check_pool;
    use super::*;
    use crate::network;
    use crate::testing::check_gradient;

    network! { struct Two(x: [2, 4, 6]) -> [2, 2, 3] { y: AvgPool2d::new(2) } }
    network! { struct Rect(x: [1, 4, 6]) -> [1, 4, 2] { y: AvgPool2d::rect([1, 3]) } }
    network! { struct Padded(x: [2, 5, 7]) -> [2, 3, 4] { y: AvgPool2d::new(3).stride(2).padding(1) } }
    network! { struct Inside(x: [2, 5, 7]) -> [2, 3, 4] { y: AvgPool2d::new(3).stride(2).padding(1).exclude_padding() } }
    network! { struct Dropping(x: [2, 5, 7]) -> [2, 2, 3] { y: AvgPool2d::new(2).drop_border() } }
    network! { struct Far(x: [2, 2, 3]) -> [2, 1, 1] { y: AvgPool2d::new(2).stride(usize::MAX) } }
    network! {
        struct Uneven(x: [1, 5, 6]) -> [1, 6, 2] {
            y: AvgPool2d::rect([2, 3]).stride_rect([1, 2]).padding_rect([1, 0]).drop_border()
        }
    }

    #[test]
    fn goes_back_right() {
        check_gradient::<Two<f64>, 48, 12>();
        check_gradient::<Rect<f64>, 24, 8>();
        check_gradient::<Padded<f64>, 70, 24>();
        check_gradient::<Inside<f64>, 70, 24>();
        check_gradient::<Dropping<f64>, 70, 12>();
        check_gradient::<Far<f64>, 12, 2>();
        check_gradient::<Uneven<f64>, 30, 12>();
    }

    #[test]
    fn takes_the_mean() {
        fn mean(pixels: &[Option<f64>]) -> f64 {
            pixels.iter().flatten().sum::<f64>() / pixels.len() as f64
        }
        fn mean_inside(pixels: &[Option<f64>]) -> f64 {
            pixels.iter().flatten().sum::<f64>() / pixels.iter().flatten().count() as f64
        }
        check_pool::<Two<f64>, 48, 12>([2, 4, 6], [2, 2], [2, 2], [0, 0], mean);
        check_pool::<Rect<f64>, 24, 8>([1, 4, 6], [1, 3], [1, 3], [0, 0], mean);
        check_pool::<Padded<f64>, 70, 24>([2, 5, 7], [3, 3], [2, 2], [1, 1], mean);
        check_pool::<Inside<f64>, 70, 24>([2, 5, 7], [3, 3], [2, 2], [1, 1], mean_inside);
        check_pool::<Dropping<f64>, 70, 12>([2, 5, 7], [2, 2], [2, 2], [0, 0], mean);
        check_pool::<Uneven<f64>, 30, 12>([1, 5, 6], [2, 3], [1, 2], [1, 0], mean);
    }
}
