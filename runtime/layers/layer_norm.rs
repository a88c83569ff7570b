use nalgebra::SVector;

use super::moments::{back, entry_by_entry, moments, require_epsilon};
use crate::{Backward, Forward, Initializer, Inputs, Layer, Parameters, Rule, Scalar};

/// `y = weight ⊙ n + bias` with `n = (x - mean) / √(variance + ε)`, over all entries of a sample (Ba, Kiros and Hinton, 2016).
///
/// | | shape | |
/// | --- | --- | --- |
/// | `x`, `y` | `[…]` of `F` entries | |
/// | `weight` | `SVector<T, F>`, begins as ones | `dweight = Σₙ dy ⊙ n` |
/// | `bias` | `SVector<T, F>`, begins as zeros | `dbias = Σₙ dy` |
/// | `dx` | as `x` | `(dn - mean(dn) - n mean(dn ⊙ n)) / √(variance + ε)` with `dn = weight ⊙ dy` |
///
/// It is PyTorch's `LayerNorm` over the whole shape of a sample. Neither parameter decays.
///
/// ```
/// use plies::{LayerNorm, Network, network};
///
/// network! {
///     struct Net(x: [4]) -> [4] { norm1: LayerNorm::new() }
/// }
/// let y = Net::<f64>::new(1).predict_one(&[1.0, 1.0, 3.0, 3.0], &mut Net::workspace::<1>());
/// assert!((y[0] + 1.0).abs() < 1e-5 && (y[3] - 1.0).abs() < 1e-5);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct LayerNorm {
    epsilon: f64,
}

impl LayerNorm {
    /// With an `ε` of 10⁻⁵.
    pub const fn new() -> Self {
        LayerNorm { epsilon: 1e-5 }
    }

    /// What is added to the variance, so that nothing is divided by zero.
    pub const fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }

    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        require_epsilon(entry_by_entry(inputs.one()), self.epsilon)
    }
}

impl Default for LayerNorm {
    fn default() -> Self {
        Self::new()
    }
}

/// What a [`LayerNorm`] or a [`GroupNorm`](crate::GroupNorm) learns.
#[derive(Clone, Debug, PartialEq, Parameters)]
#[plies(crate = crate)]
pub struct ScaleAndShift<T: Scalar, const F: usize> {
    /// What the normalised is multiplied by.
    #[no_decay]
    pub weight: SVector<T, F>,
    /// What is added.
    #[no_decay]
    pub bias: SVector<T, F>,
}

impl<T: Scalar, const F: usize> Layer<[T; F], [T; F]> for LayerNorm {
    type Parameters = ScaleAndShift<T, F>;
    /// Of each sample the mean, and the inverse of the deviation.
    type Cache<const N: usize> = [[T; 2]; N];

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; F], [T; F], N>) {
        let Forward { parameters: ScaleAndShift { weight, bias }, x, y, mut cache, .. } = pass;
        for (n, (x, y)) in x.iter().zip(y).enumerate() {
            let (mean, variance) = moments(x);
            let inverse = T::one() / (variance + T::of(self.epsilon)).sqrt();
            for i in 0..F {
                y[i] = weight[i] * ((x[i] - mean) * inverse) + bias[i];
            }
            if let Some(cache) = &mut cache {
                cache[n] = [mean, inverse];
            }
        }
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; F], [T; F], N>) {
        let Backward { parameters, x, dy, dx, gradient, cache, .. } = pass;
        if let Some(gradient) = gradient {
            gradient.clear();
            for ((x, dy), [mean, inverse]) in x.iter().zip(dy).zip(&*cache) {
                for i in 0..F {
                    gradient.weight[i] += dy[i] * ((x[i] - *mean) * *inverse);
                    gradient.bias[i] += dy[i];
                }
            }
        }
        for (((x, dy), [mean, inverse]), dx) in x.iter().zip(dy).zip(cache).zip(dx.into_iter().flatten()) {
            for i in 0..F {
                dx[i] = parameters.weight[i] * dy[i];
            }
            back(x, *mean, *inverse, dx);
        }
    }

    fn initialize(self, parameters: &mut Self::Parameters, _: &mut Initializer) {
        parameters.weight.fill(T::one());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_activation, reals};
    use crate::{Affine, Network, gradient_check_output, network};

    network! { struct Wide(x: [784]) -> [784] { y: LayerNorm::new() } }
    network! { struct Vectors(x: [5]) -> [5] { y: LayerNorm::new() } }
    network! { struct Deep(x: [3]) -> [6] { affine1: Affine::to(6), y: LayerNorm::new().epsilon(0.1) } }

    #[test]
    fn goes_back_right() {
        check_activation!(LayerNorm::new().epsilon(0.01));
        let mut net = Deep::<f64>::new(1);
        net.y.weight.copy_from_slice(&[0.5, -1.0, 2.0, 0.3, 1.0, 0.0]);
        let check =
            gradient_check_output(&*net, &reals::<3>(1, 4), &reals::<6>(2, 4), &mut Deep::tape::<4>());
        assert!(check.relative_error() < 1e-7, "{check}");
    }

    #[test]
    fn equal_entries_and_large_ones_stay_finite() {
        let net = Vectors::<f32>::new(1);
        let y = net.predict_one(&[7.0; 5], &mut Vectors::workspace::<1>());
        assert_eq!(y, [0.0; 5]);
        let y = Wide::<f32>::new(1).predict_one(&[1000000.56; 784], &mut Wide::workspace::<1>());
        assert_eq!(y, [0.0; 784]);
        let y = net
            .predict_one(&[1e6, 1e6 + 1.0, 1e6 + 2.0, 1e6 + 3.0, 1e6 + 4.0], &mut Vectors::workspace::<1>());
        assert!((y[0] + 2.0_f32.sqrt()).abs() < 1e-4 && (y[4] - 2.0_f32.sqrt()).abs() < 1e-4);
    }
}
