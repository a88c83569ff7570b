//! Weighted sums of rows: vectors along the rows, one weight for all lanes.

use pulp::{Simd, WithSimd};

use super::lanes::{Lanes, Tail, count};

/// `sums[i] = Σₖ weight(i, k) rows[k]`, for `m` sums of `k` rows of length `n`.
///
/// The weights lie sum by sum, `weights[i k + k]`, or row by row, `weights[k m + i]`, where `ACROSS`.
pub struct Weighted<'a, T, const ACROSS: bool> {
    pub m: usize,
    pub k: usize,
    pub n: usize,
    pub weights: &'a [T],
    pub rows: &'a [T],
    pub sums: &'a mut [T],
}

impl<T: Lanes, const ACROSS: bool> WithSimd for Weighted<'_, T, ACROSS> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let lanes = count::<S, T>();
        let mut j = 0;
        while j < self.n {
            let left = self.n - j;
            match left.div_ceil(lanes) {
                1 => self.strip::<S, 1>(j, Tail::new(simd, left)),
                _ => self.strip::<S, 2>(j, Tail::new(simd, (left - lanes).min(lanes))),
            }
            j += 2 * lanes;
        }
    }
}

impl<T: Lanes, const ACROSS: bool> Weighted<'_, T, ACROSS> {
    /// All sums, `V` vectors from column `j` on, the last of which may be cut short.
    #[inline(always)]
    fn strip<S: Simd, const V: usize>(&mut self, j: usize, last: Tail<S, T>) {
        let mut i = 0;
        macro_rules! tiles {
            ($height:literal) => {
                while self.m - i >= $height {
                    if last.is_whole() {
                        self.tile::<S, $height, V, false>(i, j, last);
                    } else {
                        self.tile::<S, $height, V, true>(i, j, last);
                    }
                    i += $height;
                }
            };
        }
        if S::REGISTER_COUNT >= 32 {
            tiles!(12);
            tiles!(8);
        } else {
            tiles!(6);
        }
        tiles!(4);
        tiles!(2);
        tiles!(1);
    }

    /// `M` sums from `i` on. The last vector is `CUT` or whole.
    #[inline(always)]
    fn tile<S: Simd, const M: usize, const V: usize, const CUT: bool>(
        &mut self,
        i: usize,
        j: usize,
        last: Tail<S, T>,
    ) {
        let (m, k, n, simd) = (self.m, self.k, self.n, last.simd());
        let width = (V - 1) * count::<S, T>() + last.len();
        let zero = T::splat(simd, T::default());
        let mut weights = [&[][..]; M];
        if !ACROSS {
            for r in 0..M {
                weights[r] = &self.weights[(i + r) * k..][..k];
            }
        }
        let mut sums = [[zero; V]; M];
        for p in 0..k {
            let (whole, rest) = T::vectors::<S>(&self.rows[p * n + j..][..width]);
            let mut row = [zero; V];
            for v in 0..V {
                row[v] = if CUT && v + 1 == V { last.load(rest) } else { whole[v] };
            }
            let across = if ACROSS { &self.weights[p * m + i..][..M] } else { &[] };
            for r in 0..M {
                let weight = T::splat(simd, if ACROSS { across[r] } else { weights[r][p] });
                for v in 0..V {
                    sums[r][v] = T::mul_add(simd, weight, row[v], sums[r][v]);
                }
            }
        }
        for r in 0..M {
            let (whole, rest) = T::vectors_mut::<S>(&mut self.sums[(i + r) * n + j..][..width]);
            for v in 0..V {
                if CUT && v + 1 == V {
                    last.store(rest, sums[r][v]);
                } else {
                    whole[v] = sums[r][v];
                }
            }
        }
    }
}
