//! Losses, one file each.

mod mean_squared_error;
mod softmax_with_loss;

pub use mean_squared_error::MeanSquaredError;
pub use softmax_with_loss::SoftmaxWithLoss;

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
    /// The mean loss over the batch. There are as many targets as outputs, and at least one.
    fn loss(self, y: Out::Batch<'_>, targets: &[Target]) -> Out::Scalar;

    /// By what the sum over the samples is divided to give the mean; `None` where the sum is the loss.
    ///
    /// The losses of several batches are put together by it.
    #[inline]
    fn divisor(self, targets: &[Target]) -> Option<Out::Scalar> {
        Some(Out::Scalar::of(targets.len() as f64))
    }

    /// The mean loss over the batch. Its gradient for `y` overwrites `dy`.
    fn loss_and_gradient(self, y: Out::Batch<'_>, targets: &[Target], dy: Out::BatchMut<'_>) -> Out::Scalar;
}
