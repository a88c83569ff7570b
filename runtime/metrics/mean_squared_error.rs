use super::mean_over_entries;
use crate::Scalar;

/// `1/(N F) Σₙ Σᵢ (yₙᵢ - tₙᵢ)²` over the `F` entries of `N` outputs (scikit-learn's function of this name).
///
/// It is what the loss [`MeanSquaredError`](crate::MeanSquaredError) trains for, but the sum is taken in `f64`, also of `f32`
/// outputs. Its root has the unit of the outputs.
///
/// ```
/// use plies::mean_squared_error;
///
/// assert_eq!(mean_squared_error(&[[1.0, 2.0], [3.0, 4.0]], &[[1.0, 0.0], [3.0, 8.0]]), 5.0);
/// ```
///
/// # Panics
/// If there is no output, or not one target for each.
#[track_caller]
pub fn mean_squared_error<T: Scalar, const F: usize>(outputs: &[[T; F]], targets: &[[T; F]]) -> f64 {
    mean_over_entries(outputs, targets, |difference| difference * difference)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::reals;
    use crate::{Loss, MeanSquaredError};

    #[test]
    fn is_the_loss() {
        let (y, t) = (reals::<3>(1, 5), reals::<3>(2, 5));
        let loss: f64 = MeanSquaredError.loss(&y, &t);
        assert!((mean_squared_error(&y, &t) - loss).abs() < 1e-14);
    }
}
