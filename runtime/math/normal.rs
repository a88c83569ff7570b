//! The normal distribution.

use super::Exponential;
use super::exp::{Exponent, pieces};
use super::polynomial::polynomial;

/// What the normal distribution needs of a scalar. Not for use.
#[doc(hidden)]
pub trait Normal: Exponential {
    const FOUR: Self;
    const EIGHTH: Self;
    /// `1 / √(2π)`
    const DENSITY: Self;
    /// From here down `Φ` is 0.
    const FARTHEST: Self;

    /// `Φ(-t) exp(t²/2) (t + 4)` from `q = (t - 4) / (t + 4)`.
    fn tail(q: Self) -> Self;
}

// The polynomials are found as those of the exponential.

impl Normal for f32 {
    const FOUR: Self = 4.0;
    const EIGHTH: Self = 0.125;
    const DENSITY: Self = 0.398_942_3;
    const FARTHEST: Self = 14.6;

    #[inline(always)]
    fn tail(q: Self) -> Self {
        let c = [
            -0.6078966,
            0.38713688,
            -0.18652219,
            0.060402233,
            -0.0075368746,
            -0.0035044889,
            0.0016134153,
            0.0001801607,
            -0.00019006128,
            -3.225446e-05,
        ];
        0.75528514 + q * polynomial(q, c)
    }
}

impl Normal for f64 {
    const FOUR: Self = 4.0;
    const EIGHTH: Self = 0.125;
    const DENSITY: Self = 0.398_942_280_401_432_7;
    const FARTHEST: Self = 38.7;

    #[inline(always)]
    fn tail(q: Self) -> Self {
        let c = [
            -0.6078966419718921,
            0.387137400742212,
            -0.18652185795965884,
            0.060396574891023305,
            -0.007540188966688239,
            -0.003479692368747751,
            0.0016308184570696127,
            0.00013334432416304136,
            -0.00023109493076483204,
            -1.9083209298153272e-06,
            3.514466146073301e-05,
            7.168800427653924e-07,
            -5.920081806527505e-06,
            -6.301776676443864e-07,
            1.0213273904214973e-06,
            2.7251336916033025e-07,
            -1.5459763660001177e-07,
            -8.606678470489362e-08,
            1.290780601633648e-08,
            1.9969532865963775e-08,
            2.1332686071779503e-09,
            -2.6032658258858668e-09,
            -7.798493846425487e-10,
        ];
        0.7552851304157515 + q * polynomial(q, c)
    }
}

/// `Φ(x)`, the probability that a normally distributed number is below `x`.
///
/// `Φ(-t) = g(t) exp(-t²/2)`, and `g` is as smooth as `1 / (t + 4)`.
#[inline(always)]
pub fn normal<T: Normal>(x: T) -> T {
    let t = T::size(x);
    let t = if T::FARTHEST < t { T::FARTHEST } else { t };
    // In two pieces, whose products with what has half the digits are exact.
    let high = T::upper(t);
    let low = t - high;
    let [g, rest] = shape(t, high, low);
    let Exponent { p, a, b } = pieces(-T::HALF * high * high, -T::HALF * low * (t + high));
    let tail = (g + (rest + (g + rest) * p)) * a * b;
    if x < T::ZERO { tail } else { T::ONE - tail }
}

/// `g(t) = Φ(-t) exp(t²/2)`, of `t` in two pieces, as a sum whose second number is much smaller.
///
/// `g` doubles a small error of `q`. So `q` is rounded to half its digits, of which it is known exactly to which `t` it belongs;
/// from there on it is `g' = t g - 1/√(2π)`, and `g″ = g + t g'`.
#[inline(always)]
fn shape<T: Normal>(t: T, high: T, low: T) -> [T; 2] {
    let (one, above) = (T::ONE, t + T::FOUR);
    let q = ((t - T::FOUR) / above + T::COARSE) - T::COARSE;
    let rest = (high - T::FOUR * (one + q) - high * q) + low * (one - q);
    let step = rest * above * T::EIGHTH;
    let step = step - step * rest * T::EIGHTH;
    let g = T::tail(q) * ((one - q) * T::EIGHTH);
    let from = t - step;
    let slope = from * g - T::DENSITY;
    [g, step * (slope + T::HALF * step * (g + from * slope))]
}
