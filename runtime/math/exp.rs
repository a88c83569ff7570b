//! Exponentials.

use super::Float;
use super::polynomial::polynomial;

/// What the exponential of a scalar needs. Not for use.
#[doc(hidden)]
pub trait Exponential: Float {
    /// `1 / ln 2`
    const PER_LN_2: Self;
    /// The first digits of `ln 2`, of which a multiple is exact.
    const LN_2: Self;
    /// The other digits.
    const LN_2_REST: Self;
    /// From here down `eˣ` is 0.
    const LEAST: Self;
    /// From here on `eˣ` is infinite.
    const MOST: Self;
    /// From here down `eˣ - 1` is -1.
    const LEAST_OF_M1: Self;

    /// `(eʳ - 1 - r) / r²` for `|r| < ½ ln 2`.
    fn rest_of_exp(r: Self) -> Self;
}

// The polynomials go through the values of the function at the zeros of a Chebyshev polynomial, computed with 60 digits.

impl Exponential for f32 {
    const PER_LN_2: Self = std::f32::consts::LOG2_E;
    const LN_2: Self = 0.693_145_75;
    const LN_2_REST: Self = 1.428_606_8e-6;
    const LEAST: Self = -104.0;
    const MOST: Self = 89.0;
    const LEAST_OF_M1: Self = -20.0;

    #[inline(always)]
    fn rest_of_exp(r: Self) -> Self {
        polynomial(r, [0.5, 0.16666667, 0.041666463, 0.0083333105, 0.0013933686, 0.0001989103])
    }
}

impl Exponential for f64 {
    const PER_LN_2: Self = std::f64::consts::LOG2_E;
    const LN_2: Self = 0.693147180559663;
    const LN_2_REST: Self = 2.8235290563031577e-13;
    const LEAST: Self = -746.0;
    const MOST: Self = 710.0;
    const LEAST_OF_M1: Self = -40.0;

    #[inline(always)]
    fn rest_of_exp(r: Self) -> Self {
        polynomial(
            r,
            [
                0.5,
                0.1666666666666667,
                0.04166666666666667,
                0.008333333333326112,
                0.001388888888888373,
                0.0001984126987490126,
                2.4801587325605324e-05,
                2.7557255297969643e-06,
                2.755727357010214e-07,
                2.5105259538448494e-08,
                2.0914717341716378e-09,
            ],
        )
    }
}

/// An exponent `x = n ln 2 + r + low`, with a whole `n`, and `|r| < ½ ln 2`.
pub struct Reduced<T> {
    /// The sum of `n` and the rounder.
    pub n: T,
    pub r: T,
    pub low: T,
}

/// Takes an exponent apart, `x + less`, of which the second is much smaller.
#[inline(always)]
pub fn reduce<T: Exponential>(x: T, less: T) -> Reduced<T> {
    let rounded = (x + less) * T::PER_LN_2 + T::ROUNDER;
    let n = rounded - T::ROUNDER;
    // The first product and difference are exact.
    let (high, low) = (x - n * T::LN_2, n * T::LN_2_REST - less);
    let r = high - low;
    Reduced { n: rounded, r, low: (high - r) - low }
}

/// `eˣ = (1 + p) a b`, which may be too large or too small for one power of 2.
pub struct Exponent<T> {
    pub p: T,
    pub a: T,
    pub b: T,
}

/// `eˣ` in pieces, of an exponent that reaches as far as there are numbers.
#[inline(always)]
pub fn pieces<T: Exponential>(x: T, less: T) -> Exponent<T> {
    let Reduced { n, r, low } = reduce(x, less);
    let [a, b] = T::powers(n);
    Exponent { p: r + (low + r * r * T::rest_of_exp(r)), a, b }
}

/// `eˣ`.
#[inline(always)]
pub fn exp<T: Exponential>(x: T) -> T {
    let Exponent { p, a, b } = pieces(between(T::LEAST, x, T::MOST), T::ZERO);
    (T::ONE + p) * a * b
}

/// `x`, but neither less nor more than so much. NaN stays.
#[inline(always)]
pub fn between<T: Float>(least: T, x: T, most: T) -> T {
    let x = if least > x { least } else { x };
    if most < x { most } else { x }
}

/// `eˣ - 1`.
#[inline(always)]
pub fn exp_m1<T: Exponential>(x: T) -> T {
    let [sum, small] = half_exp_m1(between(T::LEAST_OF_M1, x, T::MOST));
    // Of a number that has lost digits, as of -0, it is that number.
    if T::size(x) < T::TINY { x } else { T::TWO * (sum + small) }
}

/// `½ (eˣ - 1)`, as a sum whose second number is much smaller, where all of `x` matters.
#[inline(always)]
pub fn half_exp_m1<T: Exponential>(x: T) -> [T; 2] {
    let Reduced { n, r, low } = reduce(x, T::ZERO);
    // `2ⁿ⁻¹ - ½ + 2ⁿ⁻¹ (eʳ - 1)`; of the sum of the first digits, what is rounded off is kept.
    let half = T::half_power(n);
    let (a, b) = (half - T::HALF, half * r);
    let sum = a + b;
    let lost = (a - sum) + b;
    [sum, lost + half * (low + r * r * T::rest_of_exp(r))]
}
