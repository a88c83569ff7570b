use super::window::{View, Window};
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
        self.window.rule(inputs)
    }

    /// Calls with each entry of the output, its window, and what each pixel in it counts.
    #[inline]
    fn each<T: Scalar>(self, shapes: &Shapes, mut visit: impl FnMut(usize, View, T)) {
        let [height, width] = self.window.size;
        let whole = T::of(1.0 / (height * width) as f64);
        self.window.each(shapes, |at, view| {
            let share = if self.exclude_padding { T::of(1.0 / view.len() as f64) } else { whole };
            visit(at, view, share);
        });
    }
}

impl<T: Scalar, const I: usize, const O: usize> Layer<[T; I], [T; O]> for AvgPool2d {
    type Parameters = ();
    type Cache<const N: usize> = ();

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; I], [T; O], N>) {
        let Forward { x, y, shapes, .. } = pass;
        for (x, y) in x.iter().zip(y) {
            self.each(shapes, |at, view, share: T| {
                let mut sum = T::zero();
                for row in view.rows() {
                    for x in &x[row] {
                        sum += *x;
                    }
                }
                y[at] = sum * share;
            });
        }
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; I], [T; O], N>) {
        let Backward { dy, dx, shapes, .. } = pass;
        for (dx, dy) in dx.into_iter().flatten().zip(dy) {
            dx.fill(T::zero());
            self.each(shapes, |at, view, share: T| {
                let share = dy[at] * share;
                for row in view.rows() {
                    for dx in &mut dx[row] {
                        *dx += share;
                    }
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
