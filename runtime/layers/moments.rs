//! Mean and variance, and the way back through what they normalise.

use super::sum;
use crate::{Message, Rule, Scalar, Shape};

/// The rule of a layer that has a parameter for each entry; they are stored in the shape of the sample.
pub const fn entry_by_entry(x: Shape) -> Rule {
    Rule::takes([x]).without_y().gives(x).stored("weight", x).stored("bias", x)
}

/// Requires an `ε` by which equal entries can be divided, too.
pub const fn require_epsilon(rule: Rule, epsilon: f64) -> Rule {
    rule.require(
        epsilon > 0.0 && epsilon.is_finite(),
        Message::new("has an epsilon that is not a positive number"),
        Message::new("write a small one, such as `.epsilon(1e-5)`"),
    )
}

/// Mean and variance of some entries. In two passes, the first of which sums how far each is from the first entry: large sums, and
/// differences of them, would keep few digits.
#[inline]
pub fn moments<T: Scalar>(x: &[T]) -> (T, T) {
    let count = T::of(x.len() as f64);
    let first = x[0];
    let mean = first + sum(x.len(), |i| x[i] - first) / count;
    (mean, sum(x.len(), |i| (x[i] - mean) * (x[i] - mean)) / count)
}

/// Back through `y = (x - mean) inverse`, where mean and deviation are those of `x`: with `n = (x - mean) inverse`,
/// `dx = inverse (dn - mean(dn) - n mean(dn n))`. The gradient `dn` stands in `dx`.
#[inline]
pub fn back<T: Scalar>(x: &[T], mean: T, inverse: T, dx: &mut [T]) {
    let count = T::of(x.len() as f64);
    let dn = &dx[..x.len()];
    let along = sum(x.len(), |i| dn[i] * ((x[i] - mean) * inverse)) / count;
    let sum = sum(dn.len(), |i| dn[i]) / count;
    for (x, dx) in x.iter().zip(dx) {
        let normal = (*x - mean) * inverse;
        *dx = inverse * (*dx - sum - normal * along);
    }
}
