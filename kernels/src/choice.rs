//! The gradients of a fully connected layer, in the way that is the fastest for their size and the machine.
//!
//! Either way gives the same bits. What is read is laid out where a machine keeps few sums in its registers, or where most vectors
//! would lie on two lines of the cache otherwise. What is not laid out goes to the kernel that is compiled for convolutions, too.

use pulp::{Simd, WithSimd};

use super::lanes::{Lanes, Tail, before_line, count, fills_a_line, has_few_registers};
use super::packed::Packed;
use super::rows::{Start, Weighted};
use super::scalars::Kernels;

/// `sum = dyᵀ x`: `m` columns of `dy`, whose rows begin `pitch` apart, and `x` of rows of `n`.
pub struct Outer<'a, T> {
    pub m: usize,
    pub n: usize,
    pub pitch: usize,
    pub dy: &'a [T],
    pub x: &'a [T],
    pub sum: &'a mut [T],
}

/// `dx = dy weight`: `dy` of rows of `k`, `weight` of `k` rows of `n`.
pub struct Times<'a, T> {
    pub k: usize,
    pub n: usize,
    pub dy: &'a [T],
    pub weight: &'a [T],
    pub dx: &'a mut [T],
}

/// Whether a machine gains by it at all.
const fn lays_out<S: Simd, T: Lanes>() -> bool {
    has_few_registers::<S, T>() || fills_a_line::<S, T>()
}

/// Whether a product of `m` rows is worth laying out: a factor is laid out once for `n` sums, and a strip for as
/// many rows as there is room for, which is cleared. As measured: with rows of eight vectors it is not, of twelve both ways are
/// alike, as they are with seven rows, or with 400 factors. Where vectors fill a line, 25 of them are too few, and 32 are enough.
#[inline(always)]
fn pays<S: Simd, T: Lanes>(m: usize, k: usize, n: usize) -> bool {
    let vectors = if fills_a_line::<S, T>() { 32 } else { 12 };
    m >= 8 && m * k >= 1 << 9 && n >= vectors * count::<S, T>()
}

impl<T: Lanes + Kernels> WithSimd for Outer<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Outer { m, n, pitch, dy, x, sum } = self;
        let k = x.len() / n;
        match k {
            1 => return few::<S, T, 1>(simd, pitch, n, dy, x, sum),
            2 => return few::<S, T, 2>(simd, pitch, n, dy, x, sum),
            _ => {}
        }
        // As a constant, for which the compiler leaves out what never runs.
        if const { lays_out::<S, T>() } && pays::<S, T>(m, k, n) {
            simd.vectorize(Packed { across: true, m, k, n, pitch, a: dy, b: x, sums: sum });
        } else {
            T::weighted_across(Weighted { pitch, ..Weighted::plain([m, k, n], dy, x, Start::Zeros, sum) });
        }
    }
}

impl<T: Lanes + Kernels> WithSimd for Times<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Times { k, n, dy, weight, dx } = self;
        let m = dx.len() / n;
        if const { lays_out::<S, T>() } && pays::<S, T>(m, k, n) {
            simd.vectorize(Packed { across: false, m, k, n, pitch: k, a: dy, b: weight, sums: dx });
        } else {
            T::weighted(Weighted::plain([m, k, n], dy, weight, Start::Zeros, dx));
        }
    }
}

/// `sum = dyᵀ x` of `K` samples, so few that it takes the longest to write it: row by row, where vectors fill a line from where one
/// begins.
#[inline(always)]
fn few<S: Simd, T: Lanes, const K: usize>(simd: S, pitch: usize, n: usize, dy: &[T], x: &[T], sum: &mut [T]) {
    for (i, sum) in sum.chunks_exact_mut(n).enumerate() {
        let mut weights = [T::splat(simd, T::default()); K];
        for p in 0..K {
            weights[p] = T::splat(simd, dy[p * pitch + i]);
        }
        let head = if const { fills_a_line::<S, T>() } { before_line(sum) } else { 0 };
        let (first, sum) = sum.split_at_mut(head);
        let (whole, last) = T::vectors_mut::<S>(sum);
        let mut rows = [&[][..]; K];
        for p in 0..K {
            rows[p] = T::vectors::<S>(&x[p * n + head..(p + 1) * n]).0;
        }
        for j in 0..whole.len() {
            let mut sum = T::splat(simd, T::default());
            for p in 0..K {
                sum = T::mul_add(simd, weights[p], rows[p][j], sum);
            }
            whole[j] = sum;
        }
        let from = n - last.len();
        for (at, part) in [(0, first), (from, last)] {
            let tail = Tail::new(simd, part.len());
            let mut sum = T::splat(simd, T::default());
            for p in 0..K {
                sum = T::mul_add(simd, weights[p], tail.load(&x[p * n + at..]), sum);
            }
            tail.store(part, sum);
        }
    }
}
