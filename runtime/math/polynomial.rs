//! Polynomials, for vectors and for what computes several things at a time.

use super::Float;

/// `c₀ + c₁ x + c₂ x² + …`, the even and the odd powers side by side.
///
/// A product and a sum are rounded each: what is rounded once where a machine can would not be the same everywhere.
#[inline(always)]
pub fn polynomial<T: Float, const N: usize>(x: T, c: [T; N]) -> T {
    const { assert!(N >= 2) };
    let square = x * x;
    // The highest power of either kind; then down to the lowest.
    let [mut a, mut b] = [c[N - 1], c[N - 2]];
    let mut i = N - 2;
    while i >= 2 {
        a = a * square + c[i - 1];
        b = b * square + c[i - 2];
        i -= 2;
    }
    // One is left where there is an odd number: that of x⁰.
    if i == 1 { a * square + b * x + c[0] } else { a * x + b }
}
