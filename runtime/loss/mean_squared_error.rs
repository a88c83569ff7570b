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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_right, reals};
    use crate::{Affine, Network, gradient_check, network};

    network! { struct Scalars(x: [2]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError } }
    network! { struct Vectors(x: [3]) -> [4] { affine1: Affine::to(4), loss: MeanSquaredError } }

    #[test]
    fn agrees_with_the_book() {
        // section 4.2.1, where it is half the sum
        let y = [[0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0]];
        let mut t = [[0.0; 10]];
        t[0][2] = 1.0;
        assert!((MeanSquaredError.loss(&y, &t) * 10.0 / 2.0 - 0.0975_f64).abs() < 1e-12);
    }

    #[test]
    fn goes_back_right() {
        for samples in [1, 3] {
            let (x, t) = (reals::<2>(1, samples), reals::<1>(2, samples));
            assert_right::<Scalars>(gradient_check(&*Scalars::new(1), &x, &t, &mut Scalars::tape::<3>()));
            let (x, t) = (reals::<3>(1, samples), reals::<4>(2, samples));
            assert_right::<Vectors>(gradient_check(&*Vectors::new(1), &x, &t, &mut Vectors::tape::<3>()));
        }
    }

    #[test]
    fn one_pass_gives_the_loss_of_the_other() {
        let (y, t) = (reals::<4>(1, 6), reals::<4>(2, 6));
        let both = MeanSquaredError.loss_and_gradient(&y, &t, &mut [[0.0; 4]; 6]);
        assert!((both - MeanSquaredError.loss(&y, &t)).abs() < 1e-15);
    }
}
