//! Logarithms.

use super::polynomial::polynomial;
use super::{Exponential, Float};

/// What the logarithm of a scalar needs. Not for use.
#[doc(hidden)]
pub trait Logarithm: Exponential {
    /// By which power of 2 small numbers are enlarged.
    const ENLARGED: Self;
    /// That power.
    const ENLARGE: Self;

    /// `(ln((1 + s) / (1 - s)) - 2s) / s³` from `z = s²`, where `(1 + s) / (1 - s)` is from `√½` to `√2`.
    fn rest_of_ln(z: Self) -> Self;
}

// The polynomials are found as those of the exponential.

impl Logarithm for f32 {
    const ENLARGED: Self = 25.0;
    const ENLARGE: Self = (1 << 25) as f32;

    #[inline(always)]
    fn rest_of_ln(z: Self) -> Self {
        polynomial(z, [0.6666667, 0.40000123, 0.2855078, 0.23331614])
    }
}

impl Logarithm for f64 {
    const ENLARGED: Self = 54.0;
    const ENLARGE: Self = (1_u64 << 54) as f64;

    #[inline(always)]
    fn rest_of_ln(z: Self) -> Self {
        polynomial(
            z,
            [
                0.666666666666667,
                0.3999999999989889,
                0.28571428626253836,
                0.22222211089379496,
                0.1818289243253687,
                0.15331611722055008,
                0.14617807153417325,
            ],
        )
    }
}

/// `ln x`.
#[inline(always)]
pub fn ln<T: Logarithm>(x: T) -> T {
    let small = x < T::NORMAL;
    let [k, m, _] = T::split(if small { x * T::ENLARGE } else { x });
    let y = sum(k - if small { T::ENLARGED } else { T::ZERO }, m - T::ONE);
    ends(x, x, y)
}

/// `ln(1 + x)`.
#[inline(always)]
pub fn ln_1p<T: Logarithm>(x: T) -> T {
    let u = T::ONE + x;
    // What is rounded off, exactly.
    let back = u - T::ONE;
    let lost = (T::ONE - (u - back)) + (x - back);
    let [k, m, twice] = T::split(u);
    let y = sum(k, (m - T::ONE) + lost * (T::HALF * twice));
    let y = ends(u, x, y);
    // Of -0, too.
    if T::size(x) < T::TINY { x } else { y }
}

/// `k ln 2 + ln(1 + f)`.
///
/// With `s = f / (2 + f)`, `1 + f = (1 + s) / (1 - s)`. The sum is that of fdlibm, whose largest term is `f` itself.
#[inline(always)]
fn sum<T: Logarithm>(k: T, f: T) -> T {
    let s = f / (T::TWO + f);
    let z = s * s;
    let half_square = T::HALF * f * f;
    let small = s * (half_square + z * T::rest_of_ln(z)) + k * T::LN_2_REST;
    k * T::LN_2 - ((half_square - small) - f)
}

/// The logarithm `y` of `u`, or what it is at the ends: infinite, where `x` is, `-∞` of 0, and NaN below.
#[inline(always)]
fn ends<T: Float>(u: T, x: T, y: T) -> T {
    let y = if x < T::INFINITY { y } else { x };
    let below = if u == T::ZERO { -T::INFINITY } else { T::NAN };
    if u > T::ZERO { y } else { below }
}
