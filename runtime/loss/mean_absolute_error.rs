use super::entries::{sum, sum_and_gradient};
use crate::{Loss, Rule, Scalar, Shape};

/// `L = 1/F Σᵢ |yᵢ - tᵢ|` over the `F` entries of an output, averaged over the batch: PyTorch's `L1Loss`.
///
/// Backward: `dyᵢ = sign(yᵢ - tᵢ) / (F N)` for a batch of `N`, and 0 where the two are equal.
///
/// A target is a column of the output's shape. Outliers weigh less than in [`MeanSquaredError`](crate::MeanSquaredError).
/// Where a sum is wanted, there is [`SumAbsoluteError`](crate::SumAbsoluteError).
///
/// ```
/// use plies::{Affine, MeanAbsoluteError, Network, network};
///
/// network! {
///     struct Line(x: [1]) -> [2] { affine1: Affine::to(2), loss: MeanAbsoluteError }
/// }
/// let line = Line::<f32>::zeros();
/// let loss = line.loss(&[[1.0], [2.0]], &[[1.0, 0.0], [0.0, -3.0]], &mut Line::workspace::<2>());
/// assert_eq!(loss, (1.0 + 0.0 + 0.0 + 3.0) / 4.0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MeanAbsoluteError;

impl MeanAbsoluteError {
    /// Any output will do.
    pub const fn loss_rule(self, output: Shape) -> Rule {
        Rule::takes([output])
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const F: usize> Loss<[T; F], [T; F]> for MeanAbsoluteError {
    #[inline]
    fn loss(self, y: &[[T; F]], targets: &[[T; F]]) -> T {
        sum(y, targets, |y, t| (y - t).abs()) / T::of((F * y.len()) as f64)
    }

    #[inline]
    fn loss_and_gradient(self, y: &[[T; F]], targets: &[[T; F]], dy: &mut [[T; F]]) -> T {
        let share = T::one() / T::of((F * y.len()) as f64);
        sum_and_gradient(y, targets, dy, share, absolute) * share
    }
}

/// `|y - t|`, and its derivative for `y`.
#[inline]
pub(super) fn absolute<T: Scalar>(y: T, t: T) -> [T; 2] {
    let difference = y - t;
    let up = if difference > T::zero() { T::one() } else { T::zero() };
    let down = if difference < T::zero() { T::one() } else { T::zero() };
    [difference.abs(), up - down]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::entries::testing::goes_back_right;
    use crate::{Affine, network};

    network! { struct Net(x: [3]) -> [4] { affine1: Affine::to(4), loss: MeanAbsoluteError } }

    #[test]
    fn computes_its_formula() {
        let (y, t) = ([[1.0, -2.0, 0.5]], [[3.0, -3.0, 0.5]]);
        let mut dy = [[f64::NAN; 3]];
        assert_eq!(MeanAbsoluteError.loss_and_gradient(&y, &t, &mut dy), 1.0);
        assert_eq!(dy, [[-1.0 / 3.0, 1.0 / 3.0, 0.0]]);
    }

    #[test]
    fn gradient_is_right() {
        goes_back_right::<Net<f64>>(|t| t);
    }
}
