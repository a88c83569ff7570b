use std::slice::{from_mut, from_ref};

use super::sum;
use crate::math::exp_all;
use crate::{Inputs, Kind, PerSample, Rule, Scalar};

/// `yᵢ = eˣⁱ / Σⱼ eˣʲ`, over all entries of a sample (the book's section 3.5).
///
/// Backward: `dx = y (dy - Σⱼ yⱼ dyⱼ)`.
///
/// It is stable: the largest entry is subtracted first, for each sample by itself. The book's listing for batches
/// subtracts it for each sample, too; the one for a vector, used on a batch, would sum over all samples.
///
/// To train a classifier, end it with its logits and `loss: SoftmaxWithLoss`, which is more exact than a softmax and
/// a logarithm. This layer is for a network that gives probabilities.
///
/// ```
/// use plies::{Network, Softmax, network};
///
/// network! {
///     struct Net(x: [2]) -> [2] { softmax1: Softmax }
/// }
/// let y = Net::<f32>::zeros().predict_one(&[1e4, 1e4], &mut Net::workspace::<1>());
/// assert_eq!(y, [0.5, 0.5]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Softmax;

impl Softmax {
    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one()).kind(Kind::Probabilities)
    }
}

impl<T: Scalar, const F: usize> PerSample<[T; F], [T; F]> for Softmax {
    type Parameters = ();

    #[inline]
    fn forward(self, _: &(), x: &[T; F], y: &mut [T; F]) {
        PerSample::<[T; F], [T; F]>::forward_batch(self, &(), from_ref(x), from_mut(y));
    }

    #[inline]
    fn forward_batch(self, _: &(), x: &[[T; F]], y: &mut [[T; F]]) {
        exponentials(x, y);
        for y in y {
            let sum = sum(F, |i| y[i]);
            for y in y {
                *y /= sum;
            }
        }
    }

    #[inline]
    fn backward(self, _: &(), _: &[T; F], y: &[T; F], dy: &[T; F], dx: &mut [T; F]) {
        let mean = sum(F, |i| y[i] * dy[i]);
        for i in 0..F {
            dx[i] = y[i] * (dy[i] - mean);
        }
    }
}

/// Writes `yᵢ = exp(xᵢ - max x)` of each sample.
#[inline]
pub(crate) fn exponentials<T: Scalar, const F: usize>(x: &[[T; F]], y: &mut [[T; F]]) {
    for (x, y) in x.iter().zip(y.iter_mut()) {
        let largest = largest(x);
        for i in 0..F {
            y[i] = x[i] - largest;
        }
    }
    exp_all(y);
}

/// The largest entry. With it subtracted, no exponential overflows, and their sum is at least 1.
#[inline]
pub(crate) fn largest<T: Scalar, const F: usize>(x: &[T; F]) -> T {
    // Of many, several side by side, which the compiler makes vectors of.
    let mut lanes = [x[0]; 16];
    let (chunks, rest) = x.as_chunks::<16>();
    for chunk in chunks {
        for lane in 0..16 {
            lanes[lane] = larger(lanes[lane], chunk[lane]);
        }
    }
    let lanes = if chunks.is_empty() { &lanes[..1] } else { &lanes[..] };
    lanes.iter().chain(rest).fold(x[0], |a, b| larger(a, *b))
}

#[inline(always)]
fn larger<T: Scalar>(a: T, b: T) -> T {
    if b > a { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_gradient;
    use crate::{Network, network};

    network! { struct Scalars(x: []) -> [] { y: Softmax } }
    network! { struct Pairs(x: [2]) -> [2] { y: Softmax } }
    network! { struct Vectors(x: [11]) -> [11] { y: Softmax } }
    network! { struct Images(x: [3, 2, 2]) -> [3, 2, 2] { y: Softmax } }

    #[test]
    fn goes_back_right() {
        check_gradient::<Scalars<f64>, 1, 1>();
        check_gradient::<Pairs<f64>, 2, 2>();
        check_gradient::<Vectors<f64>, 11, 11>();
        check_gradient::<Images<f64>, 12, 12>();
    }

    #[test]
    fn takes_each_sample_by_itself_and_any_logits() {
        let mut y = [[0.0_f32; 2]; 4];
        let x = [[1e4, -1e4], [-1e4, 1e4], [-1e4, -1e4], [1.0, 1.0 + 3.0_f32.ln()]];
        Pairs::zeros().predict(&x, &mut y, &mut Pairs::workspace::<4>());
        assert_eq!(y[..3], [[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]]);
        assert!((y[3][0] - 0.25).abs() < 1e-6 && (y[3][1] - 0.75).abs() < 1e-6);
    }

    #[test]
    fn agrees_with_the_book() {
        // section 3.5.2
        network! { struct Three(x: [3]) -> [3] { y: Softmax } }
        let y = Three::<f64>::zeros().predict_one(&[0.3, 2.9, 4.0], &mut Three::workspace::<1>());
        for (y, expected) in y.iter().zip([0.01821127, 0.24519181, 0.73659691]) {
            assert!((y - expected).abs() < 5e-9);
        }
    }
}
