//! Products of rows with rows: vectors along the rows, one reduction at the end of each.

use pulp::{Simd, WithSimd};

use super::lanes::{Lanes, Tail, count};

/// `y[i][j] = Σₖ x[i][k] weight[j][k] + bias[j]`, for rows of length `k`, `n` of them in `weight`.
pub struct Dot<'a, T> {
    pub k: usize,
    pub n: usize,
    pub x: &'a [T],
    pub weight: &'a [T],
    pub bias: &'a [T],
    pub y: &'a mut [T],
}

impl<T: Lanes> WithSimd for Dot<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Dot { k, n, x, weight, bias, y } = self;
        let tail = Tail::new(simd, k % count::<S, T>());
        // A tile of sums fills the registers. It is as wide as high, so that a load serves the most sums.
        macro_rules! tiles {
            ($height:literal, $width:literal, $i:expr) => {{
                let (x, y) = (&x[$i * k..][..$height * k], &mut y[$i * n..][..$height * n]);
                let mut j = 0;
                while j + $width <= n {
                    tile::<S, T, $height, $width>(tail, k, x, &weight[j * k..], &bias[j..], n, &mut y[j..]);
                    j += $width;
                }
                while j < n {
                    tile::<S, T, $height, 1>(tail, k, x, &weight[j * k..], &bias[j..], n, &mut y[j..]);
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

/// The sums of `M` rows of `x` with `N` of `weight`; `n` is the distance from row to row in `y`.
#[inline(always)]
fn tile<S: Simd, T: Lanes, const M: usize, const N: usize>(
    tail: Tail<S, T>,
    k: usize,
    x: &[T],
    weight: &[T],
    bias: &[T],
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
        (weights[j], weight_ends[j]) = T::vectors::<S>(&weight[j * k..][..k]);
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
        let (y, bias) = (&mut y[i * n..][..N], &bias[..N]);
        for j in 0..N {
            y[j] = T::sum(simd, sums[i][j]) + bias[j];
        }
    }
}
