use std::slice::{from_mut, from_ref};

use super::{exponentials, largest, sum};
use crate::math::{exp_all, ln};
use crate::{Inputs, Kind, PerSample, Rule, Scalar};

/// `yᵢ = xᵢ - ln Σⱼ eˣʲ`, over all entries of a sample: the logarithm of the [`Softmax`](crate::Softmax).
///
/// Backward: `dxᵢ = dyᵢ - eʸⁱ Σⱼ dyⱼ`.
///
/// The largest entry is subtracted first, so that no exponential overflows, and no logarithm is taken of a probability.
/// To train on labels, `loss: SoftmaxWithLoss` is all it takes.
///
/// ```
/// use plies::{LogSoftmax, Network, network};
///
/// network! {
///     struct Net(x: [2]) -> [2] { y: LogSoftmax }
/// }
/// let y = Net::<f64>::zeros().predict_one(&[1e4, 1e4], &mut Net::workspace::<1>());
/// assert_eq!(y, [-2.0_f64.ln(); 2]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct LogSoftmax;

impl LogSoftmax {
    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one()).kind(Kind::Probabilities)
    }
}

impl<T: Scalar, const F: usize> PerSample<[T; F], [T; F]> for LogSoftmax {
    type Parameters = ();

    #[inline]
    fn forward(self, _: &(), x: &[T; F], y: &mut [T; F]) {
        PerSample::<[T; F], [T; F]>::forward_batch(self, &(), from_ref(x), from_mut(y));
    }

    #[inline]
    fn forward_batch(self, _: &(), x: &[[T; F]], y: &mut [[T; F]]) {
        exponentials(x, y);
        for (x, y) in x.iter().zip(y) {
            let (largest, logarithm) = (largest(x), ln(sum(F, |i| y[i])));
            for i in 0..F {
                // The difference comes first: a large entry would swallow the logarithm.
                y[i] = x[i] - largest - logarithm;
            }
        }
    }

    #[inline]
    fn backward(self, _: &(), x: &[T; F], y: &[T; F], dy: &[T; F], dx: &mut [T; F]) {
        let (x, y, dy, dx) = (from_ref(x), from_ref(y), from_ref(dy), from_mut(dx));
        PerSample::<[T; F], [T; F]>::backward_batch(self, &(), x, y, dy, dx);
    }

    #[inline]
    fn backward_batch(self, _: &(), _: &[[T; F]], y: &[[T; F]], dy: &[[T; F]], dx: &mut [[T; F]]) {
        dx.copy_from_slice(y);
        exp_all(dx);
        for (dy, dx) in dy.iter().zip(dx) {
            let sum = sum(F, |i| dy[i]);
            for i in 0..F {
                dx[i] = dy[i] - dx[i] * sum;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_activation, reals};
    use crate::{Network, Softmax, network};

    network! { struct Logarithms(x: [5]) -> [5] { y: LogSoftmax } }
    network! { struct Probabilities(x: [5]) -> [5] { y: Softmax } }

    #[test]
    fn goes_back_right() {
        check_activation!(LogSoftmax);
    }

    #[test]
    fn is_the_logarithm_of_the_softmax() {
        let x = reals::<5>(1, 1)[0];
        let y = Logarithms::zeros().predict_one(&x, &mut Logarithms::workspace::<1>());
        let p = Probabilities::zeros().predict_one(&x, &mut Probabilities::workspace::<1>());
        for (y, p) in y.iter().zip(p) {
            assert!((y - p.ln()).abs() < 1e-14);
        }
        let y = Logarithms::<f32>::zeros()
            .predict_one(&[1e4, -1e4, 0.0, 0.0, 0.0], &mut Logarithms::workspace::<1>());
        assert_eq!(y, [0.0, -2e4, -1e4, -1e4, -1e4]);
    }
}
