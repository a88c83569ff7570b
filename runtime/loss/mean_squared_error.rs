use crate::{Loss, Rule, Scalar, Shape};

/// `L = 1/F Σᵢ (yᵢ - tᵢ)²` over the `F` entries of an output, averaged over the batch.
///
/// Backward: `dyᵢ = 2 (yᵢ - tᵢ) / (F N)` for a batch of `N`.
///
/// This is the mean that PyTorch and Keras mean. The book's `mean_squared_error` (section 4.2.1) is `½ Σᵢ (yᵢ - tᵢ)²` of
/// one sample: `F/2` times as much.
///
/// A target is a column of the output's shape.
///
/// ```
/// use plies::{Affine, MeanSquaredError, Network, network};
///
/// network! {
///     struct Line(x: [1]) -> [2] { affine1: Affine::to(2), loss: MeanSquaredError }
/// }
/// let line = Line::<f32>::zeros();
/// let loss = line.loss(&[[1.0], [2.0]], &[[1.0, 0.0], [0.0, 3.0]], &mut Line::workspace::<2>());
/// assert_eq!(loss, (1.0 + 0.0 + 0.0 + 9.0) / 4.0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MeanSquaredError;

impl MeanSquaredError {
    /// Any output will do.
    pub const fn loss_rule(self, output: Shape) -> Rule {
        Rule::takes([output])
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const F: usize> Loss<[T; F], [T; F]> for MeanSquaredError {
    #[inline]
    fn loss(self, y: &[[T; F]], targets: &[[T; F]]) -> T {
        let mut sum = T::zero();
        for (y, t) in y.iter().zip(targets) {
            for i in 0..F {
                sum += (y[i] - t[i]) * (y[i] - t[i]);
            }
        }
        sum / T::of((F * y.len()) as f64)
    }

    #[inline]
    fn loss_and_gradient(self, y: &[[T; F]], targets: &[[T; F]], dy: &mut [[T; F]]) -> T {
        let share = T::one() / T::of((F * y.len()) as f64);
        let mut sum = T::zero();
        for ((y, t), dy) in y.iter().zip(targets).zip(dy) {
            for i in 0..F {
                let difference = y[i] - t[i];
                sum += difference * difference;
                dy[i] = (difference + difference) * share;
            }
        }
        sum * share
    }
}
