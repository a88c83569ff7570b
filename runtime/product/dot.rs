//! Products of rows with rows: vectors along the rows, one reduction at the end of each.

use pulp::{Simd, WithSimd};

use super::lanes::{Lanes, Tail, count};
use super::rows::{Places, Start};

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
        // A tile of sums fills the registers. It is as wide as high, so that a load serves the most sums.
        macro_rules! tiles {
            ($height:literal, $width:literal, $i:expr) => {{
                let (x, y) = (&x[$i * k..][..$height * k], &mut y[$i * n..][..$height * n]);
                let mut j = 0;
                while j + $width <= n {
                    let mut rows = [&[][..]; $width];
                    for c in 0..$width {
                        rows[c] = &weight[weight_at.at(j + c)..][..k];
                    }
                    tile::<S, T, $height, $width>(tail, k, x, rows, start.from(j), n, &mut y[j..]);
                    j += $width;
                }
                while j < n {
                    let rows = [&weight[weight_at.at(j)..][..k]];
                    tile::<S, T, $height, 1>(tail, k, x, rows, start.from(j), n, &mut y[j..]);
                    j += 1;
                }
            }};
        }
        let (m, mut i) = (y.len() / n, 0);
        if S::REGISTER_COUNT >= 32 {
            while i + 5 <= m {
                tiles!(5, 5, i);
                i += 5;
            }
        } else {
            while i + 3 <= m {
                tiles!(3, 3, i);
                i += 3;
            }
        }
        while i < m {
            tiles!(1, 4, i);
            i += 1;
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
        for i in 0..M {
            for j in 0..N {
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
