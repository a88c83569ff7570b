use nalgebra::SVector;

use super::sum;
use crate::{Initializer, Inputs, Kind, Parameters, PerSample, Rule, Scalar, Sizes};

/// `y = x` for positive `x`, else `w x`, with a slope `w` that is learnt (He et al., 2015).
///
/// | | shape | |
/// | --- | --- | --- |
/// | `x`, `y` | `[…]`, or `[channels, …]` | |
/// | `weight` | `SVector<T, 1>`, or `SVector<T, channels>` | `dw = Σ x dy`, over where `x ≤ 0` |
/// | `dx` | as `x` | `dx = dy` for positive `x`, else `w dy` |
///
/// The slopes begin at 0.25, as the paper's and PyTorch's do, and do not decay.
///
/// ```
/// use plies::{Network, Prelu, network};
///
/// network! {
///     struct Net(x: [2]) -> [2] { prelu1: Prelu::shared() }
/// }
/// let net = Net::<f32>::new(1);
/// assert_eq!(net.predict_one(&[-2.0, 3.0], &mut Net::workspace::<1>()), [-0.5, 3.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Prelu {
    per_channel: bool,
}

impl Prelu {
    /// One slope for all.
    pub const fn shared() -> Self {
        Prelu { per_channel: false }
    }

    /// A slope for each channel: for each entry of the first dimension.
    pub const fn per_channel() -> Self {
        Prelu { per_channel: true }
    }

    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let x = inputs.one();
        Rule::takes([x]).without_y().gives(x).kind(Kind::Activation).sizes([if self.per_channel {
            x.dim(0)
        } else {
            1
        }])
    }
}

/// What a [`Prelu`] layer learns.
#[derive(Clone, Debug, PartialEq, Parameters)]
#[plies(crate = crate)]
pub struct Slopes<T: Scalar, const C: usize> {
    /// `w`.
    #[no_decay]
    pub weight: SVector<T, C>,
}

impl<T: Scalar, const F: usize, const C: usize> PerSample<[T; F], [T; F], Sizes<C>> for Prelu {
    type Parameters = Slopes<T, C>;

    #[inline]
    fn forward(self, slopes: &Slopes<T, C>, x: &[T; F], y: &mut [T; F]) {
        for (c, (x, y)) in x.chunks(F / C).zip(y.chunks_mut(F / C)).enumerate() {
            let slope = slopes.weight[c];
            for (x, y) in x.iter().zip(y) {
                *y = if *x > T::zero() { *x } else { slope * *x };
            }
        }
    }

    #[inline]
    fn backward(self, slopes: &Slopes<T, C>, x: &[T; F], _: &[T; F], dy: &[T; F], dx: &mut [T; F]) {
        for c in 0..C {
            let (slope, channel) = (slopes.weight[c], c * (F / C)..(c + 1) * (F / C));
            for ((x, dy), dx) in x[channel.clone()].iter().zip(&dy[channel.clone()]).zip(&mut dx[channel]) {
                *dx = if *x > T::zero() { *dy } else { slope * *dy };
            }
        }
    }

    #[inline]
    fn add_gradient(
        self,
        gradient: &mut Slopes<T, C>,
        _: &Slopes<T, C>,
        x: &[T; F],
        _: &[T; F],
        dy: &[T; F],
    ) {
        for (c, (x, dy)) in x.chunks(F / C).zip(dy.chunks(F / C)).enumerate() {
            gradient.weight[c] += sum(F / C, |i| if x[i] > T::zero() { T::zero() } else { x[i] * dy[i] });
        }
    }

    fn initialize(self, slopes: &mut Slopes<T, C>, _: &mut Initializer) {
        slopes.weight.fill(T::of(0.25));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_activation, check_gradient};
    use crate::{Network, network};

    network! { struct Channels(x: [3, 2, 2]) -> [3, 2, 2] { y: Prelu::per_channel() } }

    #[test]
    fn goes_back_right() {
        check_activation!(Prelu::shared());
        check_activation!(Prelu::per_channel());
        check_gradient::<Channels<f64>, 12, 12>();
    }

    #[test]
    fn each_channel_has_its_slope() {
        let mut net = Channels::<f64>::new(1);
        assert!(net.y.weight.iter().all(|w| *w == 0.25));
        net.y.weight.copy_from_slice(&[0.0, 1.0, 2.0]);
        let y = net.predict_one(&[-1.0; 12], &mut Channels::workspace::<1>());
        assert_eq!(y, [0.0, 0.0, 0.0, 0.0, -1.0, -1.0, -1.0, -1.0, -2.0, -2.0, -2.0, -2.0]);
    }
}
