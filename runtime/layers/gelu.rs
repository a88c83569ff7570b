use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

use super::gate::share;
use crate::math::{all_at_once, exp, normal, sigmoid};
use crate::{Activation, Inputs, Kind, Rule, Scalar};

/// `y = x Φ(x)`, with the distribution function `Φ` of the normal distribution (Hendrycks and Gimpel, 2016).
///
/// | | `Φ(x)` |
/// | --- | --- |
/// | [`Gelu::exact`] | `½ (1 + erf(x / √2))` |
/// | [`Gelu::tanh`] | `½ (1 + tanh(√(2/π) (x + 0.044715 x³)))`, an approximation that differs by less than 0.0005 |
///
/// Backward: `dx = dy (Φ(x) + x Φ'(x))`.
///
/// `Φ` is [`math::normal`](crate::math::normal).
///
/// ```
/// use plies::{Gelu, Network, math, network};
///
/// network! {
///     struct Net(x: [3]) -> [3] { gelu1: Gelu::exact() }
/// }
/// let y = Net::<f32>::zeros().predict_one(&[-1e4, 1.0, 1e4], &mut Net::workspace::<1>());
/// assert_eq!(y, [0.0, math::normal(1.0), 1e4]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Gelu {
    tanh: bool,
}

impl Gelu {
    /// By the error function.
    pub const fn exact() -> Self {
        Gelu { tanh: false }
    }

    /// By the hyperbolic tangent.
    pub const fn tanh() -> Self {
        Gelu { tanh: true }
    }

    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one()).kind(Kind::Activation)
    }
}

impl Activation for Gelu {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        if self.tanh { GeluByTanh.activate(x) } else { GeluByNormal.activate(x) }
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, x: T, y: T) -> T {
        if self.tanh { GeluByTanh.slope(x, y) } else { GeluByNormal.slope(x, y) }
    }

    #[inline]
    fn activate_all<T: Scalar>(self, x: &[T], y: &mut [T]) {
        if self.tanh { GeluByTanh.activate_all(x, y) } else { GeluByNormal.activate_all(x, y) }
    }

    #[inline]
    fn backward_all<T: Scalar>(self, x: &[T], y: &[T], dy: &[T], dx: &mut [T]) {
        if self.tanh {
            GeluByTanh.backward_all(x, y, dy, dx)
        } else {
            GeluByNormal.backward_all(x, y, dy, dx)
        }
    }
}

/// By the normal distribution itself.
#[derive(Clone, Copy)]
pub struct GeluByNormal;

impl Activation for GeluByNormal {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        part(x, normal(x))
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, x: T, y: T) -> T {
        // The density of the normal distribution.
        let bell = T::of(FRAC_1_SQRT_2 * 0.5 * FRAC_2_SQRT_PI) * exp(T::of(-0.5) * x * x);
        share(x, y) + part(x, bell)
    }

    all_at_once!();
}

/// By the hyperbolic tangent.
#[derive(Clone, Copy)]
pub struct GeluByTanh;

impl Activation for GeluByTanh {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        // `½ (1 + tanh u)`, which keeps its digits where it is small.
        let u = T::of(SCALE) * (x + T::of(CUBE) * x * x * x);
        part(x, sigmoid(u + u))
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, x: T, y: T) -> T {
        let share = share(x, y);
        let bell = share * (T::one() - share);
        let steep = T::of(2.0 * SCALE) * x * bell * (T::one() + T::of(3.0 * CUBE) * x * x);
        if bell == T::zero() { share } else { share + steep }
    }

    all_at_once!();
}

/// A share of `x`. Beyond all bounds, `x` may be infinite, and nothing of it is nothing.
#[inline(always)]
fn part<T: Scalar>(x: T, share: T) -> T {
    let part = x * share;
    if share == T::zero() { share } else { part }
}

/// `√(2/π)`
const SCALE: f64 = FRAC_1_SQRT_2 * FRAC_2_SQRT_PI;
const CUBE: f64 = 0.044715;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_activation;

    #[test]
    fn goes_back_right() {
        check_activation!(Gelu::exact());
        check_activation!(Gelu::tanh());
    }

    #[test]
    fn is_the_share_of_the_normal_distribution() {
        // Φ of 1 and of -2 from tables.
        for (x, share) in [(0.0_f64, 0.5), (1.0, 0.841344746068543), (-2.0, 0.0227501319481792)] {
            assert!((Gelu::exact().activate(x) - x * share).abs() < 1e-15, "at {x}");
            assert!((Gelu::tanh().activate(x) - x * share).abs() < 5e-4, "at {x}");
        }
        for x in [f32::MIN, -1e4, 1e4, f32::MAX] {
            for gelu in [Gelu::exact(), Gelu::tanh()] {
                assert_eq!(gelu.activate(x), x.max(0.0));
                assert_eq!(gelu.slope(x, gelu.activate(x)), if x > 0.0 { 1.0 } else { 0.0 });
            }
        }
    }

    #[test]
    fn keeps_its_digits_far_below_zero() {
        for x in [-4.0_f32, -5.0, -6.0] {
            let wide = f64::from(x);
            let u = (2.0 / std::f64::consts::PI).sqrt() * (wide + 0.044715 * wide.powi(3));
            let expected = wide / (1.0 + (-2.0 * u).exp());
            assert!((f64::from(Gelu::tanh().activate(x)) / expected - 1.0).abs() < 1e-5, "at {x}");
        }
    }
}
