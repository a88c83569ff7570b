use super::mean_over_entries;
use crate::Scalar;

/// `1/(N F) Σₙ Σᵢ |yₙᵢ - tₙᵢ|` over the `F` entries of `N` outputs (scikit-learn's function of this name).
///
/// The sum is taken in `f64`, also of `f32` outputs.
///
/// ```
/// use plies::mean_absolute_error;
///
/// assert_eq!(mean_absolute_error(&[[1.0, 2.0], [3.0, 4.0]], &[[1.0, 0.0], [3.0, 8.0]]), 1.5);
/// ```
///
/// # Panics
/// If there is no output, or not one target for each.
#[track_caller]
pub fn mean_absolute_error<T: Scalar, const F: usize>(outputs: &[[T; F]], targets: &[[T; F]]) -> f64 {
    mean_over_entries(outputs, targets, f64::abs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_summed_in_double_precision() {
        // In `f32`, 2²⁴ + 1 is 2²⁴.
        let outputs = [[16_777_216.0_f32], [1.0], [1.0], [0.0]];
        assert_eq!(mean_absolute_error(&outputs, &[[0.0]; 4]), 16_777_218.0 / 4.0);
    }

    #[test]
    #[should_panic = "there are 2 outputs, and 1 targets"]
    fn each_output_has_a_target() {
        mean_absolute_error(&[[1.0], [2.0]], &[[1.0]]);
    }

    #[test]
    #[should_panic = "the mean over no samples is not a number"]
    fn there_is_an_output() {
        mean_absolute_error::<f64, 1>(&[], &[]);
    }
}
