use super::window::Window;
use crate::{Backward, Forward, Inputs, Layer, Rule, Scalar, Shapes};
use plies_kernels::threads::{ENTRY, Share};

/// The largest pixel of each window, channel by channel (the book's section 7.3): from `[channels, height, width]` to
/// `[channels, rows, columns]`.
///
/// With a window of `k`, a stride `s` and a padding `p`, a side of `n` pixels becomes `⌊(n + 2p - k) / s⌋ + 1`. Padded pixels
/// are never the largest. Pixels behind the last window are a compiler error unless
/// [`drop_border`](MaxPool2d::drop_border) allows it; PyTorch drops them in silence. A stride larger than the window says of
/// itself that there are gaps between the windows, and one as wide behind the last.
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
        Self::rect([size, size])
    }

    /// Windows of a height and a width, side by side.
    pub const fn rect(size: [usize; 2]) -> Self {
        MaxPool2d { window: Window::new(size) }
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

    /// Allows that pixels at the right and the lower border lie in no window.
    pub const fn drop_border(mut self) -> Self {
        self.window.drop_border = true;
        self
    }

    /// From an image to one with a pixel for each window.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        self.window.rule(inputs)
    }

    /// Whether the windows are of two by two pixels, and all that there is lies in one of them.
    #[inline]
    const fn is_of_pairs(self, shapes: &Shapes) -> bool {
        let ([height, width], [rows, columns]) = (self.window.size, self.window.stride);
        let ([above, left], x) = (self.window.padding, shapes.input(0));
        let fits = x.dim(1).is_multiple_of(2) && x.dim(2).is_multiple_of(2);
        height == 2 && width == 2 && rows == 2 && columns == 2 && above == 0 && left == 0 && fits
    }

    /// Writes the largest pixels, and their places where they are asked for.
    #[inline]
    fn pool<T: Scalar>(self, shapes: &Shapes, x: &[T], y: &mut [T], places: Option<&mut [u32]>) {
        let is_number = |x: &T| x.partial_cmp(x).is_some();
        match self.window.stride[1] {
            // `all` would stop early, and go entry by entry.
            _ if !x.iter().fold(true, |all, x| all & is_number(x)) => {
                self.pool_by::<T, 0>(shapes, x, y, places, |x, largest| x > largest || !is_number(&x));
            }
            1 => self.pool_by::<T, 1>(shapes, x, y, places, |x, largest| x > largest),
            2 => self.pool_by::<T, 2>(shapes, x, y, places, |x, largest| x > largest),
            _ => self.pool_by::<T, 0>(shapes, x, y, places, |x, largest| x > largest),
        }
    }

    /// The same, with what is larger, and with the stride across as `STRIDE`, where that is not 0: the compiler then knows it.
    ///
    /// It looks through several windows side by side, so that no step waits for the one before, and without a branch: which
    /// pixel is the largest cannot be foreseen.
    #[inline]
    fn pool_by<T: Scalar, const STRIDE: usize>(
        self,
        shapes: &Shapes,
        x: &[T],
        y: &mut [T],
        mut places: Option<&mut [u32]>,
        is_larger: impl Fn(T, T) -> bool,
    ) {
        let choose = |largest: &mut T, largest_place: &mut u32, x: T, place: usize| {
            let is_larger = is_larger(x, *largest);
            *largest = if is_larger { x } else { *largest };
            // A choice by bits: the compiler makes a branch of an `if`.
            *largest_place ^= (*largest_place ^ place as u32) & (is_larger as u32).wrapping_neg();
        };
        let Window { size, stride, padding, .. } = self.window;
        let [height, width] = [shapes.input(0).dim(1), shapes.input(0).dim(2)];
        let (size, padding) = (size[1], padding[1]);
        // A larger stride leaves one column, however large it is.
        let stride = if STRIDE > 0 { STRIDE } else { stride[1].min(width + padding) };
        let [rows, columns] = [shapes.output().dim(1), shapes.output().dim(2)];
        for (line, y) in y.chunks_exact_mut(columns).enumerate() {
            let (channel, row) = (line / rows, line % rows);
            let view = self.window.range(row, 0, height);
            for (block, y) in y.chunks_mut(LANES).enumerate() {
                let start = block * LANES * stride;
                let first = (channel * height + view.start) * width;
                let mut largest = [T::of(f64::NEG_INFINITY); LANES];
                // The first pixels are the largest where all are `-∞`.
                let mut chosen: [u32; LANES] = std::array::from_fn(|lane| {
                    (first + (start + lane * stride).saturating_sub(padding)) as u32
                });
                for i in view.clone() {
                    let line = (channel * height + i) * width;
                    for j in start..start + size {
                        // Where all lanes read pixels of the image, none has to ask.
                        if j >= padding && j + (LANES - 1) * stride < width + padding {
                            let from = line + j - padding;
                            let x = &x[from..][..(LANES - 1) * stride + 1];
                            for lane in 0..LANES {
                                let place = from + lane * stride;
                                choose(&mut largest[lane], &mut chosen[lane], x[lane * stride], place);
                            }
                            continue;
                        }
                        for lane in 0..LANES {
                            let column = j + lane * stride;
                            if column >= padding && column < width + padding {
                                let place = line + column - padding;
                                choose(&mut largest[lane], &mut chosen[lane], x[place], place);
                            }
                        }
                    }
                }
                y.copy_from_slice(&largest[..y.len()]);
                if let Some(places) = &mut places {
                    places[line * columns + block * LANES..][..y.len()].copy_from_slice(&chosen[..y.len()]);
                }
            }
        }
    }
}

/// How many windows are looked through at a time.
const LANES: usize = 4;

impl<T: Scalar, const I: usize, const O: usize> Layer<[T; I], [T; O]> for MaxPool2d {
    type Parameters = ();
    /// Where the largest was.
    type Cache<const N: usize> = [[u32; O]; N];

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; I], [T; O], N>) {
        let Forward { x, y, mut cache, shapes, .. } = pass;
        if self.is_of_pairs(shapes) {
            let places = cache.as_deref_mut().map(|cache| cache[..x.len()].as_flattened_mut());
            let columns = shapes.output().dim(2);
            // Where a pixel of any sample is no number, all go the other way.
            if T::pool(columns, O, x.as_flattened(), y.as_flattened_mut(), places) {
                return;
            }
        }
        for (n, (x, y)) in x.iter().zip(y).enumerate() {
            self.pool(shapes, x, y, cache.as_deref_mut().map(|cache| &mut cache[n][..]));
        }
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; I], [T; O], N>) {
        let Backward { dy, dx, cache, shapes, .. } = pass;
        let Some(dx) = dx else { return };
        if self.is_of_pairs(shapes) {
            let (columns, places) = (shapes.output().dim(2), cache[..dy.len()].as_flattened());
            T::unpool(columns, O, dy.as_flattened(), places, dx.as_flattened_mut());
            return;
        }
        let (cache, share) = (&*cache, Share { rows: dy.len(), cost: I * ENTRY, step: 1 });
        share.run(dx, |rows, dx| {
            for ((dx, dy), places) in dx.iter_mut().zip(&dy[rows.clone()]).zip(&cache[rows]) {
                dx.fill(T::zero());
                for (dy, place) in dy.iter().zip(places) {
                    dx[*place as usize] += *dy;
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::window::check_pool;
    use super::*;
    use crate::product::Kernels;
    use crate::testing::check_gradient;
    use crate::{Network, network};

    network! { struct Two(x: [2, 4, 6]) -> [2, 2, 3] { y: MaxPool2d::new(2) } }
    network! { struct Rect(x: [1, 4, 6]) -> [1, 4, 2] { y: MaxPool2d::rect([1, 3]) } }
    network! { struct Overlapping(x: [2, 5, 7]) -> [2, 3, 4] { y: MaxPool2d::new(3).stride(2).padding(1) } }
    network! { struct OfResNet(x: [2, 6, 8]) -> [2, 3, 4] { y: MaxPool2d::new(3).stride(2).padding(1) } }
    network! { struct Dropping(x: [2, 5, 7]) -> [2, 2, 3] { y: MaxPool2d::new(2).drop_border() } }
    network! { struct Gaps(x: [1, 4, 7]) -> [1, 2, 2] { y: MaxPool2d::rect([1, 2]).stride_rect([2, 3]).drop_border() } }
    network! { struct EverySecond(x: [2, 4, 6]) -> [2, 2, 3] { y: MaxPool2d::new(1).stride(2) } }
    network! { struct Far(x: [2, 2, 3]) -> [2, 1, 1] { y: MaxPool2d::new(2).stride(usize::MAX) } }
    network! {
        struct Uneven(x: [1, 5, 6]) -> [1, 6, 2] {
            y: MaxPool2d::rect([2, 3]).stride_rect([1, 2]).padding_rect([1, 0]).drop_border()
        }
    }
    network! { struct One(x: [1, 2, 2]) -> [1, 2, 2] { y: MaxPool2d::new(1) } }
    network! { struct Whole(x: [3, 2, 2]) -> [3, 1, 1] { y: MaxPool2d::new(2) } }

    #[test]
    fn goes_back_right() {
        check_gradient::<Two<f64>, 48, 12>();
        check_gradient::<Rect<f64>, 24, 8>();
        check_gradient::<Overlapping<f64>, 70, 24>();
        check_gradient::<OfResNet<f64>, 96, 24>();
        check_gradient::<Dropping<f64>, 70, 12>();
        check_gradient::<Gaps<f64>, 28, 4>();
        check_gradient::<EverySecond<f64>, 48, 12>();
        check_gradient::<Far<f64>, 12, 2>();
        check_gradient::<Uneven<f64>, 30, 12>();
        check_gradient::<One<f64>, 4, 4>();
        check_gradient::<Whole<f64>, 12, 3>();
    }

    #[test]
    fn takes_the_largest() {
        fn largest(pixels: &[Option<f64>]) -> f64 {
            pixels.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max)
        }
        check_pool::<Two<f64>, 48, 12>([2, 4, 6], [2, 2], [2, 2], [0, 0], largest);
        check_pool::<Rect<f64>, 24, 8>([1, 4, 6], [1, 3], [1, 3], [0, 0], largest);
        check_pool::<Overlapping<f64>, 70, 24>([2, 5, 7], [3, 3], [2, 2], [1, 1], largest);
        check_pool::<OfResNet<f64>, 96, 24>([2, 6, 8], [3, 3], [2, 2], [1, 1], largest);
        check_pool::<Dropping<f64>, 70, 12>([2, 5, 7], [2, 2], [2, 2], [0, 0], largest);
        check_pool::<Gaps<f64>, 28, 4>([1, 4, 7], [1, 2], [2, 3], [0, 0], largest);
        check_pool::<EverySecond<f64>, 48, 12>([2, 4, 6], [1, 1], [2, 2], [0, 0], largest);
        check_pool::<Uneven<f64>, 30, 12>([1, 5, 6], [2, 3], [1, 2], [1, 0], largest);
        check_pool::<One<f64>, 4, 4>([1, 2, 2], [1, 1], [1, 1], [0, 0], largest);
        check_pool::<Whole<f64>, 12, 3>([3, 2, 2], [2, 2], [2, 2], [0, 0], largest);
    }

    network! { struct TwoPairs(x: [2, 6, 4]) -> [2, 3, 2] { y: MaxPool2d::new(2) } }
    network! { struct FivePairs(x: [2, 6, 10]) -> [2, 3, 5] { y: MaxPool2d::new(2) } }
    network! { struct EighteenPairs(x: [2, 2, 36]) -> [2, 1, 18] { y: MaxPool2d::new(2) } }
    network! { struct OddRows(x: [1, 6, 10]) -> [1, 3, 5] { y: MaxPool2d::new(2) } }
    network! { struct EightPairs(x: [1, 6, 16]) -> [1, 3, 8] { y: MaxPool2d::new(2) } }
    network! { struct SixteenPairs(x: [1, 4, 32]) -> [1, 2, 16] { y: MaxPool2d::new(2) } }
    network! { struct Pairs(x: [2, 6, 22]) -> [2, 3, 11] { y: MaxPool2d::new(2) } }

    /// What is computed for several windows at a time is the same as for each by itself.
    #[test]
    fn pairs_are_pooled_as_any_windows() {
        fn check<N: Network>() {
            let (pool, shapes) = (MaxPool2d::new(2), &N::SHAPES);
            let (len, columns) = (shapes.output().len(), shapes.output().dim(2));
            // Few different numbers, of which many are equal.
            let mut x: Vec<_> = (0..4 * len).map(|i| N::Scalar::of((i * i * 7 % 5) as f64 - 2.0)).collect();
            let (mut y, mut expected) = (vec![N::Scalar::of(7.0); len], vec![N::Scalar::of(7.0); len]);
            let (mut places, mut expected_places) = (vec![7; len], vec![7; len]);
            let larger = |x, largest| x > largest;
            pool.pool_by::<_, 2>(shapes, &x, &mut expected, Some(&mut expected_places), larger);

            let all_are_numbers = N::Scalar::pool(columns, len, &x, &mut y, Some(&mut places));
            assert!(all_are_numbers && y == expected && places == expected_places, "{columns} columns");
            y.fill(N::Scalar::of(7.0));
            assert!(N::Scalar::pool(columns, len, &x, &mut y, None) && y == expected);

            let dy: Vec<_> = (0..len).map(|i| N::Scalar::of(i as f64 - 3.0)).collect();
            let (mut dx, mut expected) =
                (vec![N::Scalar::of(7.0); 4 * len], vec![N::Scalar::of(0.0); 4 * len]);
            N::Scalar::unpool(columns, len, &dy, &places, &mut dx);
            for (dy, place) in dy.iter().zip(&places) {
                expected[*place as usize] = *dy;
            }
            assert!(dx == expected, "back, {columns} columns");

            for i in 0..4 * len {
                let number = std::mem::replace(&mut x[i], N::Scalar::of(f64::NAN));
                assert!(!N::Scalar::pool(columns, len, &x, &mut y, None), "{i}");
                x[i] = number;
            }
        }
        check::<TwoPairs<f32>>();
        check::<FivePairs<f32>>();
        check::<OddRows<f32>>();
        check::<EightPairs<f32>>();
        check::<SixteenPairs<f32>>();
        check::<Pairs<f32>>();
        check::<EighteenPairs<f32>>();
        check::<TwoPairs<f64>>();
        check::<FivePairs<f64>>();
        check::<Pairs<f64>>();
    }

    #[test]
    fn padded_pixels_are_never_the_largest() {
        let y = OfResNet::zeros().predict_one(&[-5.0; 96], &mut OfResNet::workspace::<1>());
        assert_eq!(y, [-5.0; 24]);
    }

    #[test]
    fn the_first_of_several_gets_the_gradient_and_what_is_no_number_shows() {
        let (net, mut tape, mut dx) = (Whole::<f64>::zeros(), Whole::tape::<1>(), [[7.0; 12]]);
        let x = [[1.0, 1.0, 1.0, 1.0, f64::NEG_INFINITY, -1.0, f64::NAN, 5.0, 0.0, 2.0, 2.0, 1.0]];
        let pass = net.forward(&x, &mut tape);
        let [a, b, c] = pass.output()[0];
        assert!(a == 1.0 && b.is_nan() && c == 2.0);
        pass.backward(&[[1.0, 2.0, 3.0]], None, Some(&mut dx));
        assert_eq!(dx, [[1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 3.0, 0.0, 0.0]]);

        let mut x = [3.0; 96];
        x[18] = f64::NAN;
        let y = OfResNet::zeros().predict_one(&x, &mut OfResNet::workspace::<1>());
        let nan: Vec<usize> = (0..24).filter(|i| y[*i].is_nan()).collect();
        // The pixel of row 2, column 2 lies in one window alone.
        assert_eq!(nan, [5]);

        let pass = net.forward(&[[f64::NEG_INFINITY; 12]], &mut tape);
        assert_eq!(pass.output(), [[f64::NEG_INFINITY; 3]]);
        pass.backward(&[[1.0, 2.0, 3.0]], None, Some(&mut dx));
        assert_eq!(dx, [[1.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 3.0, 0.0, 0.0, 0.0]]);
    }
}
