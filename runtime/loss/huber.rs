use super::entries::{Reduction, sum, sum_and_gradient};
use crate::{Loss, Message, Rule, Scalar, Shape};

/// The squared error near the target, the absolute error away from it (Huber 1964; PyTorch's `HuberLoss`): with
/// `e = yᵢ - tᵢ`, `½ e²` where `|e| ≤ delta`, else `delta (|e| - ½ delta)`; averaged over the `F` entries of an output
/// and over the batch.
///
/// Backward: `dyᵢ = min(max(e, -delta), delta) / (F N)` for a batch of `N`.
///
/// Near the target it is half of [`MeanSquaredError`](crate::MeanSquaredError). PyTorch's `SmoothL1Loss` is this, divided by
/// `delta`.
///
/// A target is a column of the output's shape.
///
/// ```
/// use plies::{Affine, Huber, Network, network};
///
/// network! {
///     struct Line(x: [1]) -> [2] { affine1: Affine::to(2), loss: Huber::new(1.0) }
/// }
/// let line = Line::<f32>::zeros();
/// let loss = line.loss(&[[1.0]], &[[0.5, -3.0]], &mut Line::workspace::<1>());
/// assert_eq!(loss, (0.5 * 0.25 + (3.0 - 0.5)) / 2.0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Huber {
    delta: f64,
    reduction: Reduction,
}

impl Huber {
    /// A loss that is quadratic up to an error of `delta`. PyTorch's default is 1.
    pub const fn new(delta: f64) -> Self {
        Huber { delta, reduction: Reduction::Mean }
    }

    /// The sum over the entries and the batch, not their mean.
    pub const fn sum(mut self) -> Self {
        self.reduction = Reduction::Sum;
        self
    }

    /// Any output will do.
    pub const fn loss_rule(self, output: Shape) -> Rule {
        Rule::takes([output]).require(
            self.delta > 0.0 && self.delta.is_finite(),
            Message::new("has a `delta` that is not a positive number"),
            Message::new("write the largest error that is squared, such as `Huber::new(1.0)`"),
        )
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const F: usize> Loss<[T; F], [T; F]> for Huber {
    #[inline]
    fn loss(self, y: &[[T; F]], targets: &[[T; F]]) -> T {
        let delta = T::of(self.delta);
        sum(y, targets, |y, t| huber(y - t, delta)[0]) / self.reduction.divisor(F * y.len())
    }

    #[inline]
    fn loss_and_gradient(self, y: &[[T; F]], targets: &[[T; F]], dy: &mut [[T; F]]) -> T {
        let (delta, share) = (T::of(self.delta), T::one() / self.reduction.divisor(F * y.len()));
        sum_and_gradient(y, targets, dy, share, |y, t| huber(y - t, delta)) * share
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

/// The loss of an error, and its derivative `c`, which is the error cut off at `delta`: `c (e - ½ c)` is both formulas.
#[inline]
fn huber<T: Scalar>(error: T, delta: T) -> [T; 2] {
    let cut = if error > delta { delta } else { error };
    let cut = if cut < -delta { -delta } else { cut };
    [cut * (error - T::of(0.5) * cut), cut]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::entries::testing::goes_back_right;
    use crate::{Affine, network};

    network! { struct Narrow(x: [3]) -> [4] { affine1: Affine::to(4), loss: Huber::new(0.3) } }
    network! { struct Wide(x: [3]) -> [4] { affine1: Affine::to(4), loss: Huber::new(1.6).sum() } }

    #[test]
    fn computes_its_formula() {
        let (y, t) = ([[1.0, -2.0, 0.5, 0.0]], [[2.0, 3.0, 0.0, -4.0]]);
        let mut dy = [[f64::NAN; 4]];
        // ½ 1², 2 (5 - 1), ½ 0.5², 2 (4 - 1)
        assert_eq!(Huber::new(2.0).loss_and_gradient(&y, &t, &mut dy), (0.5 + 8.0 + 0.125 + 6.0) / 4.0);
        assert_eq!(dy, [[-0.25, -0.5, 0.125, 0.5]]);
        assert_eq!(Huber::new(2.0).sum().loss_and_gradient(&y, &t, &mut dy), 14.625);
        assert_eq!(dy, [[-1.0, -2.0, 0.5, 2.0]]);
    }

    #[test]
    fn gradient_is_right() {
        goes_back_right::<Narrow<f64>>(|t| t);
        goes_back_right::<Wide<f64>>(|t| t);
    }

    #[test]
    fn stays_finite_where_a_square_is_not() {
        let mut dy = [[f32::NAN]];
        assert!(Huber::new(1.0).loss_and_gradient(&[[1e30]], &[[-1e30]], &mut dy).is_finite());
        assert_eq!(dy, [[1.0]]);
        assert!(Huber::new(1.0).loss(&[[f32::NAN]], &[[0.0]]).is_nan());
    }
}
