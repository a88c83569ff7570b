use super::entries::{sum, sum_and_gradient};
use crate::{Loss, Rule, Scalar, Shape};

/// `L = Σᵢ (yᵢ - tᵢ)²`, summed over the entries of an output and over the batch: PyTorch's `MSELoss(reduction="sum")`.
///
/// Backward: `dyᵢ = 2 (yᵢ - tᵢ)`.
///
/// A target is a column of the output's shape. A larger batch has a larger gradient; the mean is
/// [`MeanSquaredError`](crate::MeanSquaredError). The book's sum of squares (section 4.2.1) is half of this, for one sample.
///
/// ```
/// use plies::{Affine, Network, SumSquaredError, network};
///
/// network! {
///     struct Line(x: [1]) -> [2] { affine1: Affine::to(2), loss: SumSquaredError }
/// }
/// let line = Line::<f32>::zeros();
/// let loss = line.loss(&[[1.0], [2.0]], &[[1.0, 0.0], [0.0, 3.0]], &mut Line::workspace::<2>());
/// assert_eq!(loss, 1.0 + 0.0 + 0.0 + 9.0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SumSquaredError;

impl SumSquaredError {
    /// Any output will do.
    pub const fn loss_rule(self, output: Shape) -> Rule {
        Rule::takes([output])
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const F: usize> Loss<[T; F], [T; F]> for SumSquaredError {
    #[inline]
    fn loss(self, y: &[[T; F]], targets: &[[T; F]]) -> T {
        sum(y, targets, |y, t| (y - t) * (y - t))
    }

    #[inline]
    fn loss_and_gradient(self, y: &[[T; F]], targets: &[[T; F]], dy: &mut [[T; F]]) -> T {
        sum_and_gradient(y, targets, dy, T::one(), |y, t| {
            let difference = y - t;
            [difference * difference, difference + difference]
        })
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
    use crate::{Affine, MeanSquaredError, network};

    network! { struct Net(x: [3]) -> [4] { affine1: Affine::to(4), loss: SumSquaredError } }

    #[test]
    fn is_the_mean_times_the_number_of_entries() {
        let (y, t) = ([[1.0, -2.0, 0.5]; 2], [[3.0, -3.0, 0.5]; 2]);
        let mut dy = [[f64::NAN; 3]; 2];
        assert_eq!(SumSquaredError.loss_and_gradient(&y, &t, &mut dy), 10.0);
        assert_eq!(dy, [[-4.0, 2.0, 0.0]; 2]);
        assert!((MeanSquaredError.loss(&y, &t) * 6.0 - 10.0).abs() < 1e-14);
    }

    #[test]
    fn gradient_is_right() {
        goes_back_right::<Net<f64>>(|t| t);
    }
}
