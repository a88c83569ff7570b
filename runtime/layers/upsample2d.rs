use super::image::require_image;
use crate::{Backward, Forward, Inputs, Layer, Message, Rule, Scalar, Shape, Shapes};

/// A larger image: from `[channels, height, width]` to `[channels, factor height, factor width]`, as PyTorch's `Upsample`
/// with that `scale_factor`.
///
/// | | PyTorch's `mode` | pixel `i` of a row of the output |
/// | --- | --- | --- |
/// | [`nearest`](Upsample2d::nearest) | `'nearest'` | `x[⌊i / factor⌋]` |
/// | [`bilinear`](Upsample2d::bilinear) | `'bilinear'`, `align_corners=False` | the line through its neighbours, at `(i + 1/2) / factor - 1/2` |
///
/// A bilinear pixel beyond the centre of the first or the last one copies it. Down the columns it is as along the rows.
///
/// Backward hands the gradient of each pixel to those that it was made of, in the same proportions.
///
/// ```
/// use plies::{Network, Upsample2d, network};
///
/// network! {
///     struct Copies(x: [1, 1, 2]) -> [1, 2, 4] { up1: Upsample2d::nearest(2) }
/// }
/// network! {
///     struct Lines(x: [1, 1, 2]) -> [1, 2, 4] { up1: Upsample2d::bilinear(2) }
/// }
/// let y = Copies::<f32>::zeros().predict_one(&[4.0, 8.0], &mut Copies::workspace::<1>());
/// assert_eq!(y, [4.0, 4.0, 8.0, 8.0, 4.0, 4.0, 8.0, 8.0]);
/// let y = Lines::<f32>::zeros().predict_one(&[4.0, 8.0], &mut Lines::workspace::<1>());
/// assert_eq!(y, [4.0, 5.0, 7.0, 8.0, 4.0, 5.0, 7.0, 8.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Upsample2d {
    factor: usize,
    is_bilinear: bool,
}

impl Upsample2d {
    /// By copies of the nearest pixel.
    pub const fn nearest(factor: usize) -> Self {
        Upsample2d { factor, is_bilinear: false }
    }

    /// By lines between the centres of neighbours.
    pub const fn bilinear(factor: usize) -> Self {
        Upsample2d { factor, is_bilinear: true }
    }

    /// From an image to one `factor` times as high and as wide.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let (x, factor) = (inputs.one(), self.factor);
        let gives = [x.dim(0), x.dim(1).saturating_mul(factor), x.dim(2).saturating_mul(factor)];
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
            factor > 0,
            Message::new("makes an image 0 times as large"),
            Message::new("write a factor of at least 1"),
        )
        .require(
            is_shape,
            Message::new("gives more entries than a `usize` counts"),
            Message::new("give it a smaller factor"),
        )
    }

    /// Calls with the place of each pixel of the larger image, those of the four pixels around it, and what each counts.
    #[inline]
    fn each<T: Scalar>(self, shapes: &Shapes, mut visit: impl FnMut(usize, [usize; 4], [T; 4])) {
        let (x, y) = (shapes.input(0), shapes.output());
        let step = T::of(0.5 / self.factor as f64);
        let mut at = 0;
        for channel in 0..x.dim(0) {
            for row in 0..y.dim(1) {
                let (above, below, down) = self.between(row, x.dim(1), step);
                let [above, below] = [above, below].map(|row| (channel * x.dim(1) + row) * x.dim(2));
                for column in 0..y.dim(2) {
                    let (left, right, across) = self.between(column, x.dim(2), step);
                    let (up, back) = (T::one() - down, T::one() - across);
                    let places = [above + left, above + right, below + left, below + right];
                    visit(at, places, [up * back, up * across, down * back, down * across]);
                    at += 1;
                }
            }
        }
    }

    /// The two of so many pixels between whose centres a pixel of the larger image lies, and how far it is on the way.
    #[inline]
    fn between<T: Scalar>(self, place: usize, pixels: usize, step: T) -> (usize, usize, T) {
        // In steps of half a pixel of the larger image.
        let (centre, pixel) = ((2 * place + 1).saturating_sub(self.factor), 2 * self.factor);
        let first = centre / pixel;
        (first, (first + 1).min(pixels - 1), T::of((centre % pixel) as f64) * step)
    }
}

impl<T: Scalar, const I: usize, const O: usize> Layer<[T; I], [T; O]> for Upsample2d {
    type Parameters = ();
    type Cache<const N: usize> = ();

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; I], [T; O], N>) {
        let Forward { x, y, shapes, .. } = pass;
        let (factor, width, larger) = (self.factor, shapes.input(0).dim(2), shapes.output().dim(2));
        for (x, y) in x.iter().zip(y) {
            if self.is_bilinear {
                self.each(shapes, |at, [a, b, c, d], [wa, wb, wc, wd]: [T; 4]| {
                    y[at] = x[a] * wa + x[b] * wb + x[c] * wc + x[d] * wd;
                });
                continue;
            }
            for (x, y) in x.chunks_exact(width).zip(y.chunks_exact_mut(factor * larger)) {
                let (first, copies) = y.split_at_mut(larger);
                for (x, y) in x.iter().zip(first.chunks_exact_mut(factor)) {
                    y.fill(*x);
                }
                for copy in copies.chunks_exact_mut(larger) {
                    copy.copy_from_slice(first);
                }
            }
        }
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; I], [T; O], N>) {
        let Backward { dy, dx, shapes, .. } = pass;
        let (factor, width, larger) = (self.factor, shapes.input(0).dim(2), shapes.output().dim(2));
        for (dx, dy) in dx.into_iter().flatten().zip(dy) {
            dx.fill(T::zero());
            if self.is_bilinear {
                self.each(shapes, |at, places, weights: [T; 4]| {
                    for (place, weight) in places.into_iter().zip(weights) {
                        dx[place] += dy[at] * weight;
                    }
                });
                continue;
            }
            for (dx, dy) in dx.chunks_exact_mut(width).zip(dy.chunks_exact(factor * larger)) {
                for dy in dy.chunks_exact(larger) {
                    for (dx, dy) in dx.iter_mut().zip(dy.chunks_exact(factor)) {
                        let mut sum = T::zero();
                        for dy in dy {
                            sum += *dy;
                        }
                        *dx += sum;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_gradient, reals};
    use crate::{Network, network};

    network! { struct Two(x: [2, 2, 3]) -> [2, 4, 6] { y: Upsample2d::nearest(2) } }
    network! { struct Three(x: [1, 1, 2]) -> [1, 3, 6] { y: Upsample2d::nearest(3) } }
    network! { struct One(x: [2, 2, 1]) -> [2, 2, 1] { y: Upsample2d::nearest(1) } }
    network! { struct LinesOfTwo(x: [2, 2, 3]) -> [2, 4, 6] { y: Upsample2d::bilinear(2) } }
    network! { struct LinesOfThree(x: [1, 1, 2]) -> [1, 3, 6] { y: Upsample2d::bilinear(3) } }
    network! { struct LinesOfOne(x: [2, 2, 1]) -> [2, 2, 1] { y: Upsample2d::bilinear(1) } }

    #[test]
    fn goes_back_right() {
        check_gradient::<Two<f64>, 12, 48>();
        check_gradient::<Three<f64>, 2, 18>();
        check_gradient::<One<f64>, 4, 4>();
        check_gradient::<LinesOfTwo<f64>, 12, 48>();
        check_gradient::<LinesOfThree<f64>, 2, 18>();
        check_gradient::<LinesOfOne<f64>, 4, 4>();
    }

    /// A pixel of a channel by its row and column.
    type Channel<'a> = &'a dyn Fn(usize, usize) -> f64;

    /// Compares with `pixel(x, sides, at)`, where `x` is a channel and `at` a place between the centres of its pixels.
    #[track_caller]
    fn check<P, const I: usize, const O: usize>(
        [channels, height, width]: [usize; 3],
        factor: usize,
        pixel: fn(Channel, [usize; 2], [f64; 2]) -> f64,
    ) where
        P: Network<Scalar = f64, In = [f64; I], Out = [f64; O]>,
    {
        let x = reals::<I>(1, 1)[0];
        let y = P::zeros().predict_one(&x, &mut P::workspace::<1>());
        for at in 0..channels * height * width * factor * factor {
            let (column, row) = (at % (width * factor), at / (width * factor));
            let (row, channel) = (row % (height * factor), row / (height * factor));
            let place = [row, column].map(|i| (i as f64 + 0.5) / factor as f64 - 0.5);
            let read = |i: usize, j: usize| x[(channel * height + i) * width + j];
            let expected = pixel(&read, [height, width], place);
            assert!((y[at] - expected).abs() < 1e-12, "{at}: {} is not {expected}", y[at]);
        }
    }

    #[test]
    fn copies_the_nearest() {
        fn nearest(x: Channel, _: [usize; 2], [i, j]: [f64; 2]) -> f64 {
            x(i.round() as usize, j.round() as usize)
        }
        check::<Two<f64>, 12, 48>([2, 2, 3], 2, nearest);
        check::<Three<f64>, 2, 18>([1, 1, 2], 3, nearest);
        check::<One<f64>, 4, 4>([2, 2, 1], 1, nearest);
    }

    #[test]
    fn draws_lines_between_neighbours() {
        /// Each pixel counts as far as a tent of width 1 around the place reaches it.
        fn bilinear(x: Channel, [height, width]: [usize; 2], [i, j]: [f64; 2]) -> f64 {
            let (i, j) = (i.clamp(0.0, height as f64 - 1.0), j.clamp(0.0, width as f64 - 1.0));
            let tent = |distance: f64| (1.0 - distance.abs()).max(0.0);
            let mut sum = 0.0;
            for row in 0..height {
                for column in 0..width {
                    sum += x(row, column) * tent(i - row as f64) * tent(j - column as f64);
                }
            }
            sum
        }
        check::<LinesOfTwo<f64>, 12, 48>([2, 2, 3], 2, bilinear);
        check::<LinesOfThree<f64>, 2, 18>([1, 1, 2], 3, bilinear);
        check::<LinesOfOne<f64>, 4, 4>([2, 2, 1], 1, bilinear);
    }

    #[test]
    fn no_numbers_stop_its_rule() {
        for x in [Shape::scalar(), Shape::image(2, 3, 4)].map(|x| Inputs::new(&[x])) {
            for factor in [0, 1, 1 << 40, usize::MAX] {
                Upsample2d::nearest(factor).shape_rule(x);
            }
        }
    }
}
