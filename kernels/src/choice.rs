//! The gradients of a fully connected layer, in the way that is the fastest for their size and the machine.
//!
//! Either way gives the same bits. What is read is laid out where a machine keeps few sums in its registers, or where most vectors
//! would lie on two lines of the cache otherwise. What is not laid out goes to the kernel that is compiled for convolutions, too.

use pulp::{Simd, WithSimd};

use super::lanes::{IS_THOROUGH, Lanes, Tail, before_line, count, fills_a_line, has_few_registers};
use super::packed::{AT_ONCE, Packed};
use super::rows::{End, Places, Start, Weighted};
use super::scalars::Kernels;

/// `sum = dyᵀ x`, or `sum += factor dyᵀ x` for up to [`AT_ONCE`] samples: `m` columns of `dy`, whose rows begin `pitch` apart, and
/// `x` of rows of `n`.
pub struct Outer<'a, T> {
    pub m: usize,
    pub n: usize,
    pub pitch: usize,
    pub dy: &'a [T],
    pub x: &'a [T],
    pub end: End<T>,
    pub sum: &'a mut [T],
}

/// `dx = dy weight`: `k` columns of `dy`, whose rows begin `pitch` apart, and `weight` of `k` rows of `n`.
pub struct Times<'a, T> {
    pub k: usize,
    pub n: usize,
    pub pitch: usize,
    pub dy: &'a [T],
    pub weight: &'a [T],
    pub dx: &'a mut [T],
}

/// Whether a machine gains by it at all.
const fn lays_out<S: Simd, T: Lanes>() -> bool {
    IS_THOROUGH && (has_few_registers::<S, T>() || fills_a_line::<S, T>())
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
        let k = self.x.len() / self.n;
        debug_assert!(matches!(self.end, End::Written) || k <= AT_ONCE);
        match k {
            1 => return self.few::<S, 1>(simd),
            2 => return self.few::<S, 2>(simd),
            _ => {}
        }
        let Outer { m, n, pitch, dy, x, end, sum } = self;
        // As a constant, for which the compiler leaves out what never runs.
        if const { lays_out::<S, T>() } && pays::<S, T>(m, k, n) {
            simd.vectorize(Packed { across: true, m, k, n, pitch, a: dy, b: x, end, sums: sum });
        } else {
            T::weighted_across(Weighted {
                pitch,
                end,
                ..Weighted::plain([m, k, n], dy, x, Start::Zeros, sum)
            });
        }
    }
}

impl<T: Lanes + Kernels> WithSimd for Times<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Times { k, n, pitch, dy, weight, dx } = self;
        let m = dx.len() / n;
        if const { lays_out::<S, T>() } && pays::<S, T>(m, k, n) {
            let end = End::Written;
            simd.vectorize(Packed { across: false, m, k, n, pitch, a: dy, b: weight, end, sums: dx });
        } else {
            T::weighted(Weighted {
                weights_at: Places::every(pitch),
                ..Weighted::plain([m, k, n], dy, weight, Start::Zeros, dx)
            });
        }
    }
}

impl<T: Lanes> Outer<'_, T> {
    /// The same of `K` samples, so few that it takes the longest to write it: row by row, where vectors fill a line from where one
    /// begins; but not where sums are added, as what was just stored under a mask would be loaded again.
    #[inline(always)]
    fn few<S: Simd, const K: usize>(self, simd: S) {
        let Outer { n, pitch, dy, x, end, sum, .. } = self;
        let (adds, factor) = match end {
            End::Written => (false, T::default()),
            End::Added(factor) => (true, factor),
        };
        let factor = T::splat(simd, factor);
        for (i, sum) in sum.chunks_exact_mut(n).enumerate() {
            let mut weights = [T::splat(simd, T::default()); K];
            for p in 0..K {
                weights[p] = T::splat(simd, dy[p * pitch + i]);
            }
            let head = if const { fills_a_line::<S, T>() } && !adds { before_line(sum) } else { 0 };
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
                whole[j] = if adds { T::mul_add(simd, factor, sum, whole[j]) } else { sum };
            }
            let from = n - last.len();
            for (at, part) in [(0, first), (from, last)] {
                if part.is_empty() {
                    continue;
                }
                let tail = Tail::new(simd, part.len());
                let mut sum = T::splat(simd, T::default());
                for p in 0..K {
                    sum = T::mul_add(simd, weights[p], tail.load(&x[p * n + at..]), sum);
                }
                if adds {
                    sum = T::mul_add(simd, factor, sum, tail.load(part));
                }
                tail.store(part, sum);
            }
        }
    }
}
