use super::entries::{Reduction, sum, sum_and_gradient};
use crate::math::{exp, ln_1p};
use crate::{Kind, Loss, Rule, Scalar, Shape};

/// The cross-entropy of the sigmoid, entry by entry (PyTorch's `BCEWithLogitsLoss`): with `p = 1 / (1 + e⁻ʸ)`,
/// `L = -1/F Σᵢ (tᵢ ln pᵢ + (1 - tᵢ) ln(1 - pᵢ))` over the `F` entries of an output, averaged over the batch.
///
/// Backward: `dyᵢ = (pᵢ - tᵢ) / (F N)` for a batch of `N`.
///
/// Each entry answers a question of its own with yes or no, so several can be right at a time. Where one class
/// is right, there is [`SoftmaxWithLoss`](crate::SoftmaxWithLoss).
///
/// A target is a column of the output's shape, of 0s and 1s, or of probabilities between them. The network gives logits,
/// without a sigmoid: `L = max(y, 0) - y t + ln(1 + e^-|y|)` takes no logarithm of a probability that is rounded to 0, and no
/// exponential that overflows.
///
/// ```
/// use plies::{Affine, BinaryCrossEntropyWithLogits, Network, network};
///
/// network! {
///     struct Net(x: [2]) -> [3] { affine1: Affine::to(3), loss: BinaryCrossEntropyWithLogits::new() }
/// }
/// let net = Net::<f64>::zeros();
/// assert_eq!(net.loss(&[[1.0, 2.0]], &[[0.0, 1.0, 1.0]], &mut Net::workspace::<1>()), 2.0_f64.ln());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct BinaryCrossEntropyWithLogits {
    reduction: Reduction,
}

impl BinaryCrossEntropyWithLogits {
    /// The mean over the entries and the batch.
    #[allow(clippy::new_without_default, reason = "a loss is a constant, and no default is one")]
    pub const fn new() -> Self {
        BinaryCrossEntropyWithLogits { reduction: Reduction::Mean }
    }

    /// The sum over the entries and the batch, not their mean.
    pub const fn sum(mut self) -> Self {
        self.reduction = Reduction::Sum;
        self
    }

    /// Any output will do.
    pub const fn loss_rule(self, output: Shape) -> Rule {
        Rule::takes([output]).kind(Kind::LossOfLogits)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const F: usize> Loss<[T; F], [T; F]> for BinaryCrossEntropyWithLogits {
    #[inline]
    fn loss(self, y: &[[T; F]], targets: &[[T; F]]) -> T {
        sum(y, targets, |y, t| binary_cross_entropy(y, t)[0]) / self.reduction.divisor(F * y.len())
    }

    #[inline]
    fn loss_and_gradient(self, y: &[[T; F]], targets: &[[T; F]], dy: &mut [[T; F]]) -> T {
        let share = T::one() / self.reduction.divisor(F * y.len());
        sum_and_gradient(y, targets, dy, share, binary_cross_entropy) * share
    }

    #[inline]
    fn divisor(self, targets: &[[T; F]]) -> T {
        self.reduction.divisor(targets.len())
    }

    #[inline]
    fn is_sum(self) -> bool {
        matches!(self.reduction, Reduction::Sum)
    }
}

/// The loss of a logit, and its derivative.
#[inline(always)]
fn binary_cross_entropy<T: Scalar>(y: T, t: T) -> [T; 2] {
    let size = y.abs();
    let e = exp(-size);
    let (top, missed) = if y < T::zero() { (e, t) } else { (T::one(), T::one() - t) };
    // `max(y, 0) - y t`, without the difference of two large numbers.
    [size * missed + ln_1p(e), top / (T::one() + e) - t]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::entries::testing::goes_back_right;
    use crate::testing::reals;
    use crate::{Affine, network};

    network! {
        struct Mean(x: [3]) -> [4] { affine1: Affine::to(4), loss: BinaryCrossEntropyWithLogits::new() }
    }
    network! {
        struct Sum(x: [3]) -> [4] { affine1: Affine::to(4), loss: BinaryCrossEntropyWithLogits::new().sum() }
    }

    #[test]
    fn computes_its_formula() {
        let (y, t) = (reals::<5>(1, 3), reals::<5>(2, 3).iter().map(|t| t.map(f64::cos)).collect::<Vec<_>>());
        let (mut expected, mut dy) = (0.0, [[0.0; 5]; 3]);
        let loss = BinaryCrossEntropyWithLogits::new().loss_and_gradient(&y, &t, &mut dy);
        for n in 0..3 {
            for i in 0..5 {
                let p = 1.0 / (1.0 + (-y[n][i]).exp());
                expected -= t[n][i] * p.ln() + (1.0 - t[n][i]) * (1.0 - p).ln();
                assert!((dy[n][i] - (p - t[n][i]) / 15.0).abs() < 1e-15);
            }
        }
        assert!((loss - expected / 15.0).abs() < 1e-14);
        assert!((BinaryCrossEntropyWithLogits::new().sum().loss(&y, &t) - expected).abs() < 1e-13);
    }

    #[test]
    fn gradient_is_right() {
        goes_back_right::<Mean<f64>>(|t| t.map(|t| if t > 0.0 { 1.0 } else { 0.0 }));
        goes_back_right::<Sum<f64>>(|t| t.map(|t| t.sin().abs()));
    }

    #[test]
    fn any_finite_logit_gives_a_finite_and_right_loss() {
        let mut dy = [[f32::NAN; 4]];
        let loss = BinaryCrossEntropyWithLogits::new().sum();
        let value = loss.loss_and_gradient(&[[1e4, -1e4, 1e4, -1e4]], &[[1.0, 0.0, 0.0, 1.0]], &mut dy);
        assert_eq!((value, dy), (2e4, [[0.0, 0.0, 1.0, -1.0]]));
        // A small loss keeps its digits.
        let small: f32 = loss.loss(&[[40.0]], &[[1.0]]);
        assert!((f64::from(small) / (-40.0_f64).exp() - 1.0).abs() < 1e-6, "{small:e}");
    }
}
