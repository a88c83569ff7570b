use super::window::Window;
use crate::{Backward, Forward, Inputs, Layer, Rule, Scalar, Shapes};

/// The largest pixel of each window, channel by channel (the book's section 7.3): from `[channels, height, width]` to
/// `[channels, rows, columns]`.
///
/// With a window of `k`, a stride `s` and a padding `p`, a side of `n` pixels becomes `⌊(n + 2p - k) / s⌋ + 1`. Padded pixels
/// are never the largest. Pixels that would lie in no window are a compiler error unless
/// [`drop_border`](MaxPool2d::drop_border) allows it; PyTorch drops them in silence.
///
/// Backward hands the gradient to the pixel that was the largest, the first of several.
///
/// ```
/// use plies::{MaxPool2d, Network, network};
///
/// network! {
///     struct Net(x: [1, 2, 4]) -> [1, 1, 2] { pool1: MaxPool2d::new(2) }
/// }
/// let x = [1.0, 2.0, 0.0, 0.0, 3.0, 4.0, 0.0, -1.0];
/// assert_eq!(Net::<f32>::zeros().predict_one(&x, &mut Net::workspace::<1>()), [4.0, 0.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MaxPool2d {
    window: Window,
}

impl MaxPool2d {
    /// Square windows, side by side.
    pub const fn new(size: usize) -> Self {
        Self::rectangle([size, size])
    }

    /// Windows of a height and a width, side by side.
    pub const fn rectangle(size: [usize; 2]) -> Self {
        MaxPool2d { window: Window::new(size) }
    }

    /// From window to window, down and across; the size of the window unless said otherwise.
    pub const fn stride(mut self, stride: usize) -> Self {
        self.window.stride = [stride, stride];
        self
    }

    /// Pixels around the image, on each side; at most half the window.
    pub const fn padding(mut self, padding: usize) -> Self {
        self.window.padding = [padding, padding];
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

    /// Writes the largest pixels, and calls with their places.
    #[inline]
    fn largest<T: Scalar>(self, shapes: &Shapes, x: &[T], y: &mut [T], mut found: impl FnMut(usize, usize)) {
        self.window.each(shapes, |at, view| {
            let (mut largest, mut place) = (T::zero(), usize::MAX);
            for row in view.rows() {
                for i in row {
                    // What is no number counts as the largest, so that it shows.
                    if place == usize::MAX || x[i] > largest || x[i].partial_cmp(&x[i]).is_none() {
                        (largest, place) = (x[i], i);
                    }
                }
            }
            y[at] = largest;
            found(at, place);
        });
    }
}

impl<T: Scalar, const I: usize, const O: usize> Layer<[T; I], [T; O]> for MaxPool2d {
    type Parameters = ();
    /// Where the largest was.
    type Cache<const N: usize> = [[u32; O]; N];

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; I], [T; O], N>) {
        let Forward { x, y, cache, shapes, .. } = pass;
        match cache {
            Some(cache) => {
                for ((x, y), places) in x.iter().zip(y).zip(cache) {
                    self.largest(shapes, x, y, |at, place| places[at] = place as u32);
                }
            }
            None => {
                for (x, y) in x.iter().zip(y) {
                    self.largest(shapes, x, y, |_, _| ());
                }
            }
        }
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; I], [T; O], N>) {
        let Backward { dy, dx, cache, .. } = pass;
        for ((dx, dy), places) in dx.into_iter().flatten().zip(dy).zip(cache) {
            dx.fill(T::zero());
            for (dy, place) in dy.iter().zip(places) {
                dx[*place as usize] += *dy;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_gradient, reals};
    use crate::{Network, network};

    network! { struct Two(x: [2, 4, 6]) -> [2, 2, 3] { y: MaxPool2d::new(2) } }
    network! { struct Rectangle(x: [1, 4, 6]) -> [1, 4, 2] { y: MaxPool2d::rectangle([1, 3]) } }
    network! { struct Overlapping(x: [2, 5, 7]) -> [2, 3, 4] { y: MaxPool2d::new(3).stride(2).padding(1) } }
    network! { struct Dropping(x: [2, 5, 7]) -> [2, 2, 3] { y: MaxPool2d::new(2).drop_border() } }
    network! { struct One(x: [1, 2, 2]) -> [1, 2, 2] { y: MaxPool2d::new(1) } }
    network! { struct Whole(x: [3, 2, 2]) -> [3, 1, 1] { y: MaxPool2d::new(2) } }

    #[test]
    fn goes_back_right() {
        check_gradient::<Two<f64>, 48, 12>();
        check_gradient::<Rectangle<f64>, 24, 8>();
        check_gradient::<Overlapping<f64>, 70, 24>();
        check_gradient::<Dropping<f64>, 70, 12>();
        check_gradient::<One<f64>, 4, 4>();
        check_gradient::<Whole<f64>, 12, 3>();
    }

    /// Pixel by pixel.
    fn naive(x: &[f64; 70], y: usize, stride: isize, size: isize, padding: isize, columns: usize) -> f64 {
        let per_channel = if columns == 4 { 12 } else { 6 };
        let (channel, place) = (y / per_channel, y % per_channel);
        let (row, column) = ((place / columns) as isize, (place % columns) as isize);
        let mut largest = f64::NEG_INFINITY;
        for i in row * stride - padding..row * stride - padding + size {
            for j in column * stride - padding..column * stride - padding + size {
                if (0..5).contains(&i) && (0..7).contains(&j) {
                    largest = largest.max(x[channel * 35 + i as usize * 7 + j as usize]);
                }
            }
        }
        largest
    }

    #[test]
    fn takes_the_largest() {
        let x = reals::<70>(1, 1)[0].map(|x| x - 3.0);
        let y = Overlapping::zeros().predict_one(&x, &mut Overlapping::workspace::<1>());
        for (i, y) in y.iter().enumerate() {
            assert_eq!(*y, naive(&x, i, 2, 3, 1, 4));
        }
        let y = Dropping::zeros().predict_one(&x, &mut Dropping::workspace::<1>());
        for (i, y) in y.iter().enumerate() {
            assert_eq!(*y, naive(&x, i, 2, 2, 0, 3));
        }
    }

    #[test]
    fn the_first_of_several_gets_the_gradient_and_what_is_no_number_shows() {
        let (net, mut tape, mut dx) = (Whole::<f64>::zeros(), Whole::tape::<1>(), [[7.0; 12]]);
        let x = [[1.0, 1.0, 1.0, 1.0, f64::NEG_INFINITY, -1.0, f64::NAN, 5.0, 0.0, 2.0, 2.0, 1.0]];
        let pass = net.forward(&x, &mut tape);
        let [a, b, c] = pass.output()[0];
        assert!(a == 1.0 && b.is_nan() && c == 2.0);
        pass.backward(&[[1.0, 2.0, 3.0]], None, Some(&mut dx));
        assert_eq!((dx[0][0], dx[0][1], dx[0][9], dx[0][10]), (1.0, 0.0, 3.0, 0.0));
    }
}
