//! Exponentials that end at 1.

use super::Exponential;
use super::exp::{Exponent, between, half_exp_m1, pieces};

/// `1 / (1 + e⁻ˣ)`, which is `e / (1 + e)` with `e = eˣ`, where that is smaller than 1.
#[inline(always)]
pub fn sigmoid<T: Exponential>(x: T) -> T {
    let Exponent { p, a, b } = pieces(between(T::LEAST, -T::size(x), T::ZERO), T::ZERO);
    let high = T::ONE + p;
    let e = high * a * b;
    // What is rounded off of the first sum belongs to both numbers of the fraction. The lower one takes it for both: as
    // a part of the upper one, which is about `2 - high`.
    let lost = ((T::ONE - high) + p) * (T::TWO - high);
    if x < T::ZERO { e / (T::ONE + (e - lost)) } else { T::ONE / (T::ONE + e) }
}

/// `tanh x = (e²ˣ - 1) / (e²ˣ + 1)`.
#[inline(always)]
pub fn tanh<T: Exponential>(x: T) -> T {
    // Beyond the limit, it is 1.
    let size = between(T::ZERO, T::size(x), -T::HALF * T::LEAST_OF_M1);
    let [sum, small] = half_exp_m1(size + size);
    let half = sum + small;
    let below = half + T::ONE;
    // What is rounded off below is taken from above, where `half` is small: of `1 / (1 + half)`, about `1 - ½ half` of it.
    let lost = (T::ONE - below) + half;
    let lost = if half < T::ONE { lost * half * (T::ONE - T::HALF * half) } else { T::ZERO };
    T::signed((sum + (small - lost)) / below, x)
}
