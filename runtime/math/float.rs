//! What the functions need to know of a scalar, and of its bits.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// A number of the format of IEEE 754, of which the functions are made. Not for use.
///
/// Nothing here takes `self`, so that no method of a [`Scalar`](crate::Scalar) gets a second meaning.
#[doc(hidden)]
pub trait Float:
    Copy
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    const ZERO: Self;
    const HALF: Self;
    const ONE: Self;
    const TWO: Self;
    const INFINITY: Self;
    const NAN: Self;
    /// The smallest number that has all its digits.
    const NORMAL: Self;
    /// What half the last digit of 1 is.
    const TINY: Self;
    /// A sum with it is rounded to a whole number, which stands in the last bits, increased by `OFFSET`.
    const ROUNDER: Self;
    /// A sum with it is rounded to half as many places as there are digits.
    const COARSE: Self;

    /// `|x|`
    fn size(x: Self) -> Self;
    /// `x` with the sign of another number.
    fn signed(x: Self, sign: Self) -> Self;
    /// The upper half of the digits of `x`, whose square is exact.
    fn upper(x: Self) -> Self;
    /// From a sum with the rounder: two powers of 2 whose product is `2ⁿ`, where that itself may be out of range.
    fn powers(rounded: Self) -> [Self; 2];
    /// From a sum with the rounder: `2ⁿ⁻¹`, where that is in range.
    fn half_power(rounded: Self) -> Self;
    /// `k`, `m` and `2¹⁻ᵏ` with `x = 2ᵏ m`, and `m` from `√½` to `√2`. Of a positive number that has all its digits.
    fn split(x: Self) -> [Self; 3];
}

macro_rules! float {
    (
        $scalar:ident, $bits:ident, digits $digits:literal, bias $bias:literal, offset $offset:literal
    ) => {
        impl Float for $scalar {
            const ZERO: Self = 0.0;
            const HALF: Self = 0.5;
            const ONE: Self = 1.0;
            const TWO: Self = 2.0;
            const INFINITY: Self = $scalar::INFINITY;
            const NAN: Self = $scalar::NAN;
            const NORMAL: Self = $scalar::MIN_POSITIVE;
            const TINY: Self = 0.5 * $scalar::EPSILON;
            const ROUNDER: Self = ((3 as $bits) << ($digits - 1)) as $scalar + $offset as $scalar;
            const COARSE: Self = ((3 as $bits) << ($digits / 2 - 1)) as $scalar;

            #[inline(always)]
            fn size(x: Self) -> Self {
                $scalar::from_bits(x.to_bits() & !SIGN)
            }

            #[inline(always)]
            fn signed(x: Self, sign: Self) -> Self {
                $scalar::from_bits((x.to_bits() & !SIGN) | (sign.to_bits() & SIGN))
            }

            #[inline(always)]
            fn upper(x: Self) -> Self {
                $scalar::from_bits(x.to_bits() & ($bits::MAX << ($digits / 2 + 1)))
            }

            #[inline(always)]
            fn powers(rounded: Self) -> [Self; 2] {
                // `n + OFFSET` is positive, so that a shift halves it: there are none of signed numbers in AVX2.
                let sum = rounded.to_bits() & (2 * $offset - 1);
                let half = sum >> 1;
                let power =
                    |n: $bits| $scalar::from_bits(n.wrapping_add($bias).wrapping_sub($offset / 2) << $digits);
                [power(half), power(sum - half)]
            }

            #[inline(always)]
            fn half_power(rounded: Self) -> Self {
                $scalar::from_bits(rounded.to_bits().wrapping_add($bias - 1).wrapping_sub($offset) << $digits)
            }

            #[inline(always)]
            fn split(x: Self) -> [Self; 3] {
                const ROOT_HALF: $bits = std::$scalar::consts::FRAC_1_SQRT_2.to_bits();
                const ONE: $bits = (1.0 as $scalar).to_bits();
                // The bits of 2⁵² are those of a whole number in front of which they stand.
                const WHOLE: $scalar = ((1 as $bits) << $digits) as $scalar;
                // `k + bias`, which is never below 0.
                let biased = x.to_bits().wrapping_add(ONE - ROOT_HALF) >> $digits;
                let k = $scalar::from_bits(biased | WHOLE.to_bits()) - (WHOLE + $bias as $scalar);
                let m = $scalar::from_bits(x.to_bits().wrapping_sub(biased << $digits).wrapping_add(ONE));
                [k, m, $scalar::from_bits((2 * $bias + 1 as $bits).wrapping_sub(biased) << $digits)]
            }
        }
    };
}

mod single {
    use super::Float;

    const SIGN: u32 = 1 << 31;
    float!(f32, u32, digits 23, bias 127, offset 256);
}

mod double {
    use super::Float;

    const SIGN: u64 = 1 << 63;
    float!(f64, u64, digits 52, bias 1023, offset 2048);
}
