//! Products of rows with rows: vectors along the rows, one reduction at the end of each.

use pulp::{Simd, WithSimd};

use super::lanes::{Lanes, Tail, count};
use super::rows::{Places, Start};

/// How many rows of `x` are gone through with a few rows of `weight`, which stay in the first-level cache meanwhile.
const BLOCK: usize = 48;

/// `y[i][j] = start(j) + Σₖ x[i][k] weight[j][k]`, for rows of length `k`, `n` of them in `weight`.
pub struct Dot<'a, T> {
    pub k: usize,
    pub n: usize,
    pub x: &'a [T],
    pub weight: &'a [T],
    /// Where the rows of `weight` begin. They may overlap.
    pub weight_at: Places,
    pub start: Start<'a, T>,
    pub y: &'a mut [T],
}

impl<T: Lanes> WithSimd for Dot<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Dot { k, n, x, weight, weight_at, start, y } = self;
        let tail = Tail::new(simd, k % count::<S, T>());
        // Most tiles of sums fill the registers, and are about as wide as high, so that a load serves the most sums.
        macro_rules! tiles {
            ($height:literal, $width:literal, $rows:expr, $j:expr) => {{
                let mut rows = [&[][..]; $width];
                for c in 0..$width {
                    rows[c] = &weight[weight_at.at($j + c)..][..k];
                }
                let start = start.from($j);
                let mut i: usize = $rows.start;
                while $rows.end - i >= $height {
                    let (x, y) =
                        (&x[i * k..][..$height * k], &mut y[i * n + $j..][..($height - 1) * n + $width]);
                    tile::<S, T, $height, $width>(tail, k, x, rows, start, n, y);
                    i += $height;
                }
                while i < $rows.end {
                    tile::<S, T, 1, $width>(tail, k, &x[i * k..], rows, start, n, &mut y[i * n + $j..]);
                    i += 1;
                }
            }};
        }
        let m = y.len() / n;
        for first in (0..m).step_by(BLOCK) {
            let rows = first..m.min(first + BLOCK);
            let mut j = 0;
            // One sample keeps the machine busy with more of its own sums.
            while m == 1 && j + 8 <= n {
                tiles!(1, 8, rows, j);
                j += 8;
            }
            if const { S::REGISTER_COUNT >= 32 } {
                while j + 5 <= n {
                    tiles!(5, 5, rows, j);
                    j += 5;
                }
            }
            while j + 4 <= n {
                tiles!(3, 4, rows, j);
                j += 4;
            }
            while j + 2 <= n {
                tiles!(3, 2, rows, j);
                j += 2;
            }
            while j < n {
                tiles!(3, 1, rows, j);
                j += 1;
            }
        }
    }
}

/// The sums of `M` rows of `x` with `N` others; `n` is the distance from row to row in `y`.
#[inline(always)]
fn tile<S: Simd, T: Lanes, const M: usize, const N: usize>(
    tail: Tail<S, T>,
    k: usize,
    x: &[T],
    weight: [&[T]; N],
    start: Start<'_, T>,
    n: usize,
    y: &mut [T],
) {
    let simd = tail.simd();
    let vectors = k / count::<S, T>();
    let (mut xs, mut x_ends) = ([&[][..]; M], [&[][..]; M]);
    let (mut weights, mut weight_ends) = ([&[][..]; N], [&[][..]; N]);
    for i in 0..M {
        (xs[i], x_ends[i]) = T::vectors::<S>(&x[i * k..][..k]);
        // The same length for all, which the compiler can see: no check is left in the loop.
        xs[i] = &xs[i][..vectors];
    }
    for j in 0..N {
        (weights[j], weight_ends[j]) = T::vectors::<S>(weight[j]);
        weights[j] = &weights[j][..vectors];
    }
    let mut sums = [[T::splat(simd, T::default()); N]; M];
    for p in 0..vectors {
        // In this order the rows of `x` are loaded first: all but one register hold them and the sums.
        for j in 0..N {
            for i in 0..M {
                sums[i][j] = T::mul_add(simd, xs[i][p], weights[j][p], sums[i][j]);
            }
        }
    }
    if tail.len() > 0 {
        for i in 0..M {
            let x = tail.load(x_ends[i]);
            for j in 0..N {
                sums[i][j] = T::mul_add(simd, x, tail.load(weight_ends[j]), sums[i][j]);
            }
        }
    }
    for i in 0..M {
        let y = &mut y[i * n..][..N];
        // Before the loop, which then is unrolled, so that the sums stay in registers.
        let mut before = [T::default(); N];
        match start {
            Start::Zeros => (),
            Start::Each(start) => before.copy_from_slice(&start[..N]),
            Start::Sums => before.copy_from_slice(y),
        }
        for j in 0..N {
            y[j] = T::sum(simd, sums[i][j]) + before[j];
        }
    }
}
