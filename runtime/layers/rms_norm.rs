use nalgebra::SVector;

use super::moments::{entry_by_entry, require_epsilon};
use super::sum;
use crate::{Backward, Forward, Initializer, Inputs, Layer, Parameters, Rule, Scalar};

/// `y = weight ⊙ x / √(mean(x²) + ε)`, over all entries of a sample (Zhang and Sennrich, 2019).
///
/// | | shape | |
/// | --- | --- | --- |
/// | `x`, `y` | `[…]` of `F` entries | |
/// | `weight` | `SVector<T, F>`, begins as ones | `dweight = Σₙ dy ⊙ n` with `n = x / √(mean(x²) + ε)` |
/// | `dx` | as `x` | `(dn - n mean(dn ⊙ n)) / √(mean(x²) + ε)` with `dn = weight ⊙ dy` |
///
/// `ε` is 10⁻⁵ unless said otherwise; that of PyTorch's `RMSNorm` is the precision of the scalar. The weight does not decay.
///
/// ```
/// use plies::{Network, RmsNorm, network};
///
/// network! {
///     struct Net(x: [2]) -> [2] { norm1: RmsNorm::new() }
/// }
/// let y = Net::<f64>::new(1).predict_one(&[3.0, -3.0], &mut Net::workspace::<1>());
/// assert!((y[0] - 1.0).abs() < 1e-6 && (y[1] + 1.0).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RmsNorm {
    epsilon: f64,
}

impl RmsNorm {
    /// With an `ε` of 10⁻⁵.
    pub const fn new() -> Self {
        RmsNorm { epsilon: 1e-5 }
    }

    /// What is added to the mean square, so that nothing is divided by zero.
    pub const fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }

    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        require_epsilon(entry_by_entry(inputs.one()), self.epsilon)
    }
}

impl Default for RmsNorm {
    fn default() -> Self {
        Self::new()
    }
}

/// What an [`RmsNorm`] learns.
#[derive(Clone, Debug, PartialEq, Parameters)]
#[plies(crate = crate)]
pub struct Gains<T: Scalar, const F: usize> {
    /// What the normalised is multiplied by.
    #[no_decay]
    pub weight: SVector<T, F>,
}

impl<T: Scalar, const F: usize> Layer<[T; F], [T; F]> for RmsNorm {
    type Parameters = Gains<T, F>;
    /// Of each sample the inverse of the root mean square.
    type Cache<const N: usize> = [T; N];

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; F], [T; F], N>) {
        let Forward { parameters: Gains { weight }, x, y, mut cache, .. } = pass;
        for (n, (x, y)) in x.iter().zip(y).enumerate() {
            let square = sum(F, |i| x[i] * x[i]) / T::of(F as f64);
            let inverse = T::one() / (square + T::of(self.epsilon)).sqrt();
            for i in 0..F {
                y[i] = weight[i] * (x[i] * inverse);
            }
            if let Some(cache) = &mut cache {
                cache[n] = inverse;
            }
        }
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; F], [T; F], N>) {
        let Backward { parameters: Gains { weight }, x, dy, dx, gradient, cache, .. } = pass;
        if let Some(gradient) = gradient {
            gradient.clear();
            for ((x, dy), inverse) in x.iter().zip(dy).zip(&*cache) {
                for i in 0..F {
                    gradient.weight[i] += dy[i] * (x[i] * *inverse);
                }
            }
        }
        for (((x, dy), inverse), dx) in x.iter().zip(dy).zip(cache).zip(dx.into_iter().flatten()) {
            let inverse = *inverse;
            let along = sum(F, |i| weight[i] * dy[i] * (x[i] * inverse)) / T::of(F as f64);
            for i in 0..F {
                dx[i] = inverse * (weight[i] * dy[i] - x[i] * inverse * along);
            }
        }
    }

    fn initialize(self, parameters: &mut Self::Parameters, _: &mut Initializer) {
        parameters.weight.fill(T::one());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_right, check_activation, reals};
    use crate::{Network, gradient_check_output, network};

    network! { struct Vectors(x: [5]) -> [5] { y: RmsNorm::new() } }

    #[test]
    fn goes_back_right() {
        check_activation!(RmsNorm::new());
        check_activation!(RmsNorm::new().epsilon(0.5));
        let mut net = Vectors::<f64>::new(1);
        net.y.weight.copy_from_slice(&[0.5, -1.0, 2.0, 0.0, 1.0]);
        let (x, dy) = (reals::<5>(1, 3), reals::<5>(2, 3));
        assert_right::<Vectors>(gradient_check_output(&*net, &x, &dy, &mut Vectors::tape::<3>()));
    }

    #[test]
    fn zeros_stay_zeros() {
        let y = Vectors::<f32>::new(1).predict_one(&[0.0; 5], &mut Vectors::workspace::<1>());
        assert_eq!(y, [0.0; 5]);
    }
}
