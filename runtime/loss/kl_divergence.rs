use super::entries::{Reduction, sum, sum_and_gradient};
use crate::math::ln;
use crate::{Loss, Rule, Scalar, Shape};

/// The divergence of Kullback and Leibler (1951) of probabilities `t` from what a network gives, `y = ln p`:
/// `L = Σᵢ tᵢ (ln tᵢ - yᵢ)`, averaged over the batch. `0 ln 0` is 0.
///
/// Backward: `dyᵢ = -tᵢ / N` for a batch of `N`.
///
/// A target is a column of probabilities. As in PyTorch's `KLDivLoss` the network gives *logarithms* of probabilities; from
/// logits, [`CrossEntropy`](crate::CrossEntropy) has the same gradient. This is PyTorch's `reduction="batchmean"`, the mean
/// of the divergences of the samples. PyTorch's default divides by the number of entries, too, so that it is no divergence.
///
/// ```
/// use plies::{Affine, KlDivergence, Network, network};
///
/// network! {
///     struct Net(x: [1]) -> [2] { affine1: Affine::to(2), loss: KlDivergence::new() }
/// }
/// let mut net = Net::<f64>::zeros();
/// net.affine1.bias = [0.5_f64.ln(), 0.5_f64.ln()].into();
/// let loss = net.loss(&[[0.0]; 2], &[[0.5, 0.5], [1.0, 0.0]], &mut Net::workspace::<2>());
/// assert_eq!(loss, (0.0 + 2.0_f64.ln()) / 2.0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct KlDivergence {
    reduction: Reduction,
}

impl KlDivergence {
    /// The mean over the batch.
    #[allow(clippy::new_without_default, reason = "a loss is a constant, and no default is one")]
    pub const fn new() -> Self {
        KlDivergence { reduction: Reduction::Mean }
    }

    /// The sum over the batch, not its mean.
    pub const fn sum(mut self) -> Self {
        self.reduction = Reduction::Sum;
        self
    }

    /// Any output will do.
    pub const fn loss_rule(self, output: Shape) -> Rule {
        Rule::takes([output])
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const F: usize> Loss<[T; F], [T; F]> for KlDivergence {
    #[inline]
    fn loss(self, y: &[[T; F]], targets: &[[T; F]]) -> T {
        sum(y, targets, divergence) / self.reduction.divisor(y.len())
    }

    #[inline]
    fn loss_and_gradient(self, y: &[[T; F]], targets: &[[T; F]], dy: &mut [[T; F]]) -> T {
        let share = T::one() / self.reduction.divisor(y.len());
        sum_and_gradient(y, targets, dy, share, |y, t| [divergence(y, t), -t]) * share
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

/// What never happens counts nothing, even where the network's logarithm is infinite.
#[inline(always)]
fn divergence<T: Scalar>(y: T, t: T) -> T {
    let divergence = t * (ln(t) - y);
    if t == T::zero() { t } else { divergence }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::entries::testing::goes_back_right;
    use crate::{Affine, Softmax, network};

    network! { struct Mean(x: [3]) -> [4] { affine1: Affine::to(4), loss: KlDivergence::new() } }
    network! { struct Sum(x: [3]) -> [4] { affine1: Affine::to(4), loss: KlDivergence::new().sum() } }

    fn probabilities(t: [f64; 4]) -> [f64; 4] {
        let mut p = [0.0; 4];
        crate::PerSample::forward(Softmax, &(), &t, &mut p);
        p
    }

    #[test]
    fn computes_its_formula() {
        let (p, t) = ([0.25_f64, 0.25, 0.5], [0.5_f64, 0.0, 0.5]);
        let (y, mut dy) = ([p.map(f64::ln); 2], [[f64::NAN; 3]; 2]);
        let expected = 0.5 * (0.5 / 0.25_f64).ln();
        assert!((KlDivergence::new().loss_and_gradient(&y, &[t; 2], &mut dy) - expected).abs() < 1e-15);
        assert_eq!(dy, [[-0.25, 0.0, -0.25]; 2]);
        assert!((KlDivergence::new().sum().loss(&y, &[t; 2]) - 2.0 * expected).abs() < 1e-15);
    }

    #[test]
    fn gradient_is_right() {
        goes_back_right::<Mean<f64>>(probabilities);
        goes_back_right::<Sum<f64>>(|t| probabilities(t).map(|t| if t < 0.1 { 0.0 } else { t }));
    }

    #[test]
    fn is_zero_for_what_is_right_and_never_below() {
        let t = [0.7_f64, 0.3, 0.0];
        assert_eq!(KlDivergence::new().loss(&[t.map(f64::ln)], &[t]), 0.0);
        assert!(KlDivergence::new().loss(&[[0.6_f64.ln(), 0.3_f64.ln(), 0.1_f64.ln()]], &[t]) > 0.0);
    }
}
