//! The products for one scalar each, compiled once, in this crate.

use pulp::{Arch, WithSimd};

use super::add::AddScaled;
use super::dot::Dot;
use super::rows::Weighted;

/// Products of any size. Not for use: [`affine`](super::affine), [`outer`](super::outer) and
/// [`times`](super::times) check the sizes, and know the small ones.
#[doc(hidden)]
pub trait Kernels: Sized {
    /// `y = x weightᵀ + bias`: `x` of rows of `k`, `weight` of `n` rows of `k`.
    fn affine(k: usize, n: usize, x: &[Self], weight: &[Self], bias: &[Self], y: &mut [Self]);
    /// `sum = dyᵀ x`: `dy` of rows of `m`, `x` of rows of `n`.
    fn outer(m: usize, n: usize, dy: &[Self], x: &[Self], sum: &mut [Self]);
    /// `dx = dy weight`: `dy` of rows of `k`, `weight` of `k` rows of `n`.
    fn times(k: usize, n: usize, dy: &[Self], weight: &[Self], dx: &mut [Self]);
    /// `y += factor x`.
    fn add_scaled(y: &mut [Self], factor: Self, x: &[Self]);
}

#[inline(always)]
fn dispatch<Operation: WithSimd>(operation: Operation) -> Operation::Output {
    Arch::new().dispatch(operation)
}

macro_rules! kernels {
    ($($scalar:ident),*) => {
        $(
            impl Kernels for $scalar {
                #[inline(never)]
                fn affine(k: usize, n: usize, x: &[Self], weight: &[Self], bias: &[Self], y: &mut [Self]) {
                    dispatch(Dot { k, n, x, weight, bias, y })
                }

                #[inline(never)]
                fn outer(m: usize, n: usize, dy: &[Self], x: &[Self], sum: &mut [Self]) {
                    let k = x.len() / n;
                    dispatch(Weighted::<_, true> { m, k, n, weights: dy, rows: x, sums: sum })
                }

                #[inline(never)]
                fn times(k: usize, n: usize, dy: &[Self], weight: &[Self], dx: &mut [Self]) {
                    let m = dx.len() / n;
                    dispatch(Weighted::<_, false> { m, k, n, weights: dy, rows: weight, sums: dx })
                }

                #[inline(never)]
                fn add_scaled(y: &mut [Self], factor: Self, x: &[Self]) {
                    dispatch(AddScaled { y, factor, x })
                }
            }
        )*
    };
}

kernels!(f32, f64);
