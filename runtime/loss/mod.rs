//! Losses, one file each.

mod binary_cross_entropy;
mod cross_entropy;
mod entries;
mod huber;
mod kl_divergence;
mod mean_absolute_error;
mod mean_squared_error;
mod softmax_with_loss;
mod sum_absolute_error;
mod sum_squared_error;

pub use binary_cross_entropy::BinaryCrossEntropyWithLogits;
pub use cross_entropy::CrossEntropy;
pub use huber::Huber;
pub use kl_divergence::KlDivergence;
pub use mean_absolute_error::MeanAbsoluteError;
pub use mean_squared_error::MeanSquaredError;
pub use softmax_with_loss::SoftmaxWithLoss;
pub use sum_absolute_error::SumAbsoluteError;
pub use sum_squared_error::SumSquaredError;

use crate::outputs::Totals;
use crate::{Output, Scalar};

/// A loss compares an output with a target.
///
/// Beside this trait a loss has one inherent function, which the compiler runs:
/// `pub const fn loss_rule(self, output: Shape) -> Rule`. It says which outputs the loss takes.
///
/// ```
/// use plies::{Loss, Rule, Scalar, Shape};
///
/// /// `L = Σᵢ |yᵢ - tᵢ|`, averaged over the batch.
/// #[derive(Clone, Copy)]
/// pub struct AbsoluteError;
///
/// impl AbsoluteError {
///     /// Any output will do.
///     pub const fn loss_rule(self, output: Shape) -> Rule {
///         Rule::takes([output])
///     }
/// }
///
/// impl<T: Scalar, const F: usize> Loss<[T; F], [T; F]> for AbsoluteError {
///     fn loss(self, y: &[[T; F]], targets: &[[T; F]]) -> T {
///         let pairs = y.as_flattened().iter().zip(targets.as_flattened());
///         pairs.map(|(y, t)| (*y - *t).abs()).fold(T::zero(), |a, b| a + b) / T::of(y.len() as f64)
///     }
///
///     fn loss_and_gradient(self, y: &[[T; F]], targets: &[[T; F]], dy: &mut [[T; F]]) -> T {
///         let share = T::of(1.0 / y.len() as f64);
///         for ((y, t), dy) in y.as_flattened().iter().zip(targets.as_flattened()).zip(dy.as_flattened_mut()) {
///             *dy = (*y - *t).signum() * share;
///         }
///         self.loss(y, targets)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not compare an output `{Out}` with a target `{Target}`",
    label = "no target of this network's loss",
    note = "a target has as many classes, or entries, as the network gives: for `SoftmaxWithLoss` a `Class::<10>::new(label)?` or a \
            `[T; 10]`; `NoLoss` is that of a network without a `loss:` line"
)]
pub trait Loss<Out: Output, Target>: Copy {
    /// The loss of a batch: the mean over its samples, unless the loss says otherwise. There are as many targets as
    /// outputs, and at least one.
    fn loss(self, y: Out::Batch<'_>, targets: &[Target]) -> Out::Scalar;

    /// The loss of a batch. Its gradient for `y` overwrites `dy`.
    fn loss_and_gradient(self, y: Out::Batch<'_>, targets: &[Target], dy: Out::BatchMut<'_>) -> Out::Scalar;

    /// What the sum of the losses of the samples is divided by: the number of samples for a mean, 1 for a sum. Where it is 0,
    /// since no sample counts, that is 1, too. From it follows the loss of more samples than [`Network::loss`](crate::Network::loss) computes at a time.
    #[inline]
    fn divisor(self, targets: &[Target]) -> Out::Scalar {
        Out::Scalar::of(targets.len() as f64)
    }

    /// Whether it is the sum over the samples that counts, not their mean.
    #[inline]
    fn is_sum(self) -> bool {
        false
    }

    /// Adds the loss of a batch to that of others.
    #[doc(hidden)]
    #[inline]
    fn add_to(self, y: Out::Batch<'_>, targets: &[Target], totals: &mut Totals<Out::Scalar>) {
        totals.0[0].add(self.loss(y, targets), self.divisor(targets), self.is_sum());
    }
}
