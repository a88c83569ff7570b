//! How good outputs are, one idea a file: numbers to read, in `f64`. What has a gradient is a loss.

mod confusion_matrix;
mod evaluate;
mod mean_absolute_error;
mod mean_squared_error;
mod top_k_accuracy;

pub use confusion_matrix::ConfusionMatrix;
pub use evaluate::evaluate;
pub use mean_absolute_error::mean_absolute_error;
pub use mean_squared_error::mean_squared_error;
pub use top_k_accuracy::top_k_accuracy;

use crate::Scalar;
use crate::samples::paired;

/// The mean of a function of an output's entry and its target's, over all entries of all samples.
#[track_caller]
fn mean_over_entries<T: Scalar, const F: usize>(
    outputs: &[[T; F]],
    targets: &[[T; F]],
    of: impl Fn(f64) -> f64,
) -> f64 {
    paired("outputs", outputs.len(), targets.len());
    let (outputs, targets) = (outputs.as_flattened(), targets.as_flattened());
    let mut sum = 0.0;
    for (y, t) in outputs.iter().zip(targets) {
        sum += of(y.to_f64() - t.to_f64());
    }
    sum / outputs.len() as f64
}
