//! The functions that activations and losses are made of, for `f32` and `f64`.
//!
//! They are sums, products and quotients without a branch: the compiler makes vectors of a loop that calls them, which it
//! cannot of a loop that calls the functions of the standard library. And they give the same bits on every machine, in
//! debug and release builds, for one number and for many; those of the standard library are the machine's own.
//!
//! The error is at most so many units in the last place: for `f32` as found at every 211th of all numbers, against `f64`, and for
//! `f64` at 15,000 points, against numbers of 160 bits. Tests hold the functions near it, and to their bits.
//!
//! | | | `f32` | `f64` |
//! | --- | --- | --- | --- |
//! | [`exp`] | `eˣ` | 0.9 | 0.8 |
//! | [`exp_m1`] | `eˣ - 1` | 1.1 | 1.1 |
//! | [`ln`] | `ln x` | 0.9 | 0.8 |
//! | [`ln_1p`] | `ln(1 + x)` | 1.4 | 1.3 |
//! | [`sigmoid`] | `1 / (1 + e⁻ˣ)` | 1.6 | 1.5 |
//! | [`tanh`] | `(eˣ - e⁻ˣ) / (eˣ + e⁻ˣ)` | 1.7 | 1.5 |
//! | [`normal`] | `½ (1 + erf(x / √2))` | 2.9 | 2.6 |
//!
//! At the ends they are what the standard library's are: infinite where the result is too large, without the digits that
//! are lost where it is too small, NaN of NaN and where there is no value.
//!
//! ```
//! use plies::math;
//!
//! assert!((math::exp(1.0_f64) - std::f64::consts::E).abs() < 1e-15);
//! assert_eq!([math::exp(f32::NEG_INFINITY), math::exp(0.0), math::exp(89.0)], [0.0, 1.0, f32::INFINITY]);
//! ```

mod exp;
mod float;
mod ln;
mod loops;
mod normal;
mod polynomial;
mod sigmoid;

pub use exp::Exponential;
pub use float::Float;
pub use ln::Logarithm;
pub use loops::{
    Compiled, CompiledInPlace, Loops, activate_all, activate_all_in_place, backward_all,
    backward_all_in_place,
};
pub(crate) use loops::{SMALL, all_at_once, exp_all};
pub use normal::Normal;

use crate::Scalar;

/// `eˣ`.
#[inline(always)]
pub fn exp<T: Scalar>(x: T) -> T {
    exp::exp(x)
}

/// `eˣ - 1`, which keeps its digits where `x` is small.
#[inline(always)]
pub fn exp_m1<T: Scalar>(x: T) -> T {
    exp::exp_m1(x)
}

/// `ln x`: `-∞` of 0, and NaN of a negative number.
#[inline(always)]
pub fn ln<T: Scalar>(x: T) -> T {
    ln::ln(x)
}

/// `ln(1 + x)`, which keeps its digits where `x` is small: `-∞` of -1, and NaN below.
#[inline(always)]
pub fn ln_1p<T: Scalar>(x: T) -> T {
    ln::ln_1p(x)
}

/// `1 / (1 + e⁻ˣ)`, which keeps its digits where it is small.
#[inline(always)]
pub fn sigmoid<T: Scalar>(x: T) -> T {
    sigmoid::sigmoid(x)
}

/// `tanh x`, which keeps its digits where `x` is small.
#[inline(always)]
pub fn tanh<T: Scalar>(x: T) -> T {
    sigmoid::tanh(x)
}

/// `Φ(x) = ½ (1 + erf(x / √2))`, the share of the normal distribution below `x`, which keeps its digits where it is small.
#[inline(always)]
pub fn normal<T: Scalar>(x: T) -> T {
    normal::normal(x)
}

#[cfg(test)]
mod tests;
