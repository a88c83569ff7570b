use super::layer_norm::ScaleAndShift;
use super::moments::{back, moments, require_epsilon};
use crate::{Backward, Forward, Initializer, Inputs, Layer, Message, Parameters, Rule, Scalar, Sizes};

/// `y = weight n + bias` with `n = (x - mean) / √(variance + ε)`, over groups of channels of each sample (Wu and He, 2018).
///
/// | | shape | |
/// | --- | --- | --- |
/// | `x`, `y` | `[C, …]` | |
/// | `weight`, `bias` | `SVector<T, C>`, begin as ones and zeros | summed over the pixels of their channel |
/// | `dx` | as `x` | as that of [`LayerNorm`](crate::LayerNorm), group by group |
///
/// With one group it normalises all entries of a sample, with a group for each channel every channel by itself (an instance
/// normalisation). Neither parameter decays.
///
/// ```
/// use plies::{GroupNorm, Network, network};
///
/// network! {
///     struct Net(x: [4, 1, 2]) -> [4, 1, 2] { norm1: GroupNorm::new(2) }
/// }
/// let x = [1.0, 1.0, 3.0, 3.0, 10.0, 20.0, 10.0, 20.0];
/// let y = Net::<f64>::new(1).predict_one(&x, &mut Net::workspace::<1>());
/// assert!((y[0] + 1.0).abs() < 1e-5 && (y[5] - 1.0).abs() < 1e-5);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct GroupNorm {
    groups: usize,
    epsilon: f64,
}

impl GroupNorm {
    /// With so many groups, which divide the channels, and an `ε` of 10⁻⁵.
    pub const fn new(groups: usize) -> Self {
        GroupNorm { groups, epsilon: 1e-5 }
    }

    /// What is added to the variance, so that nothing is divided by zero.
    pub const fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }

    /// It gives what it takes: as many channels as there are groups, or a multiple.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let (x, groups) = (inputs.one(), self.groups);
        let channels = x.dim(0);
        let rule = Rule::takes([x])
            .without_y()
            .gives(x)
            .sizes([channels, if groups > 0 { groups } else { 1 }])
            .require(
                groups > 0,
                Message::new("is declared with 0 groups"),
                Message::new("write at least 1 group"),
            )
            .require(
                groups == 0 || channels % groups == 0,
                Message::new("cannot divide ")
                    .count(channels, "channel")
                    .text(" into ")
                    .count(groups, "group"),
                Message::new("write a number of groups that divides ").number(channels),
            );
        require_epsilon(rule, self.epsilon)
    }
}

impl<T: Scalar, const F: usize, const C: usize, const G: usize> Layer<[T; F], [T; F], Sizes<C, G>>
    for GroupNorm
{
    type Parameters = ScaleAndShift<T, C>;
    /// Of each group of each sample the mean, and the inverse of the deviation.
    type Cache<const N: usize> = [[[T; 2]; G]; N];

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; F], [T; F], N, Sizes<C, G>>) {
        let Forward { parameters: ScaleAndShift { weight, bias }, x, y, mut cache, .. } = pass;
        let pixels = F / C;
        for (n, (x, y)) in x.iter().zip(y).enumerate() {
            for (g, (x, y)) in x.chunks(F / G).zip(y.chunks_mut(F / G)).enumerate() {
                let (mean, variance) = moments(x);
                let inverse = T::one() / (variance + T::of(self.epsilon)).sqrt();
                for (c, (x, y)) in x.chunks(pixels).zip(y.chunks_mut(pixels)).enumerate() {
                    let (weight, bias) = (weight[g * (C / G) + c], bias[g * (C / G) + c]);
                    for (x, y) in x.iter().zip(y) {
                        *y = weight * ((*x - mean) * inverse) + bias;
                    }
                }
                if let Some(cache) = &mut cache {
                    cache[n][g] = [mean, inverse];
                }
            }
        }
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; F], [T; F], N, Sizes<C, G>>) {
        let Backward { parameters, x, dy, dx, gradient, cache, .. } = pass;
        let pixels = F / C;
        if let Some(gradient) = gradient {
            gradient.clear();
            for ((x, dy), cache) in x.iter().zip(dy).zip(&*cache) {
                for (c, (x, dy)) in x.chunks(pixels).zip(dy.chunks(pixels)).enumerate() {
                    let [mean, inverse] = cache[c / (C / G)];
                    let (mut dweight, mut dbias) = (T::zero(), T::zero());
                    for (x, dy) in x.iter().zip(dy) {
                        dweight += *dy * ((*x - mean) * inverse);
                        dbias += *dy;
                    }
                    gradient.weight[c] += dweight;
                    gradient.bias[c] += dbias;
                }
            }
        }
        for (((x, dy), cache), dx) in x.iter().zip(dy).zip(cache).zip(dx.into_iter().flatten()) {
            for (c, (dx, dy)) in dx.chunks_mut(pixels).zip(dy.chunks(pixels)).enumerate() {
                for (dx, dy) in dx.iter_mut().zip(dy) {
                    *dx = parameters.weight[c] * *dy;
                }
            }
            for ((x, dx), [mean, inverse]) in x.chunks(F / G).zip(dx.chunks_mut(F / G)).zip(cache) {
                back(x, *mean, *inverse, dx);
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
    use crate::testing::{check_gradient, reals};
    use crate::{LayerNorm, Network, gradient_check_output, network};

    network! { struct One(x: [4, 2, 3]) -> [4, 2, 3] { y: GroupNorm::new(1) } }
    network! { struct Two(x: [4, 2, 3]) -> [4, 2, 3] { y: GroupNorm::new(2).epsilon(0.01) } }
    network! { struct Four(x: [4, 2, 3]) -> [4, 2, 3] { y: GroupNorm::new(4) } }
    network! { struct Features(x: [6]) -> [6] { y: GroupNorm::new(2) } }
    network! { struct All(x: [4, 2, 3]) -> [4, 2, 3] { y: LayerNorm::new() } }

    #[test]
    fn goes_back_right() {
        check_gradient::<One<f64>, 24, 24>();
        check_gradient::<Two<f64>, 24, 24>();
        check_gradient::<Four<f64>, 24, 24>();
        check_gradient::<Features<f64>, 6, 6>();
        let mut net = Two::<f64>::new(1);
        net.y.weight.copy_from_slice(&[0.5, -1.0, 2.0, 0.0]);
        let check =
            gradient_check_output(&*net, &reals::<24>(1, 3), &reals::<24>(2, 3), &mut Two::tape::<3>());
        assert!(check.relative_error() < 1e-7, "{check}");
    }

    #[test]
    fn one_group_is_a_layer_norm() {
        let x = reals::<24>(1, 1)[0];
        let one = One::<f64>::new(1).predict_one(&x, &mut One::workspace::<1>());
        assert_eq!(one, All::<f64>::new(1).predict_one(&x, &mut All::workspace::<1>()));
    }
}
