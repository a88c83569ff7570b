use super::entries::{sum, sum_and_gradient};
use super::mean_absolute_error::absolute;
use crate::{Loss, Rule, Scalar, Shape};

/// `L = Σᵢ |yᵢ - tᵢ|`, summed over the entries of an output and over the batch: PyTorch's `L1Loss(reduction="sum")`.
///
/// Backward: `dyᵢ = sign(yᵢ - tᵢ)`, and 0 where the two are equal.
///
/// A target is a column of the output's shape. A larger batch has a larger gradient; the mean is
/// [`MeanAbsoluteError`](crate::MeanAbsoluteError).
///
/// ```
/// use plies::{Affine, Network, SumAbsoluteError, network};
///
/// network! {
///     struct Line(x: [1]) -> [2] { affine1: Affine::to(2), loss: SumAbsoluteError }
/// }
/// let line = Line::<f32>::zeros();
/// let loss = line.loss(&[[1.0], [2.0]], &[[1.0, 0.0], [0.0, -3.0]], &mut Line::workspace::<2>());
/// assert_eq!(loss, 1.0 + 0.0 + 0.0 + 3.0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SumAbsoluteError;

impl SumAbsoluteError {
    /// Any output will do.
    pub const fn loss_rule(self, output: Shape) -> Rule {
        Rule::takes([output])
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const F: usize> Loss<[T; F], [T; F]> for SumAbsoluteError {
    #[inline]
    fn loss(self, y: &[[T; F]], targets: &[[T; F]]) -> T {
        sum(y, targets, |y, t| (y - t).abs())
    }

    #[inline]
    fn loss_and_gradient(self, y: &[[T; F]], targets: &[[T; F]], dy: &mut [[T; F]]) -> T {
        sum_and_gradient(y, targets, dy, T::one(), absolute)
    }

    #[inline]
    fn divisor(self, _: &[[T; F]]) -> T {
        T::one()
    }

    #[inline]
    fn is_sum(self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::entries::testing::goes_back_right;
    use crate::{Affine, network};

    network! { struct Net(x: [3]) -> [4] { affine1: Affine::to(4), loss: SumAbsoluteError } }

    #[test]
    fn computes_its_formula() {
        let (y, t) = ([[1.0, -2.0, 0.5]; 2], [[3.0, -3.0, 0.5]; 2]);
        let mut dy = [[f64::NAN; 3]; 2];
        assert_eq!(SumAbsoluteError.loss_and_gradient(&y, &t, &mut dy), 6.0);
        assert_eq!(dy, [[-1.0, 1.0, 0.0]; 2]);
    }

    #[test]
    fn gradient_is_right() {
        goes_back_right::<Net<f64>>(|t| t);
    }
}
