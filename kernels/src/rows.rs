//! Weighted sums of rows: vectors along the rows, one weight for all lanes.

use pulp::{Simd, WithSimd};

use super::lanes::{IS_THOROUGH, Lanes, Tail, count};

/// `sums[i] = start(i) + Σₖ weight(i, k) row(k)`, for `m` sums of rows of length `n`.
///
/// The terms `k` are counted in three nested steps, as the channels, rows and columns of a kernel are.
///
/// The weights lie sum by sum, or, where `ACROSS`, row by row: `weights[k pitch + i]`.
pub struct Weighted<'a, T, const ACROSS: bool> {
    pub m: usize,
    pub n: usize,
    /// How many terms there are.
    pub terms: [usize; 3],
    pub weights: &'a [T],
    /// Where the weights of each sum begin, unless `ACROSS`.
    pub weights_at: Places,
    /// How far the weights of a sum lie apart in the outer two steps, unless `ACROSS`; in the inner one they are neighbours.
    pub weight_steps: [usize; 2],
    /// How far the weights of one row and the next lie apart, where `ACROSS`.
    pub pitch: usize,
    pub rows: &'a [T],
    /// How far the rows lie apart. They may overlap.
    pub row_steps: [usize; 3],
    pub start: Start<'a, T>,
    pub end: End<T>,
    pub sums: &'a mut [T],
}

/// What is there before the terms are added.
#[derive(Clone, Copy)]
pub enum Start<'a, T> {
    Zeros,
    /// A number for each sum.
    Each(&'a [T]),
    /// What is in the place of the sums.
    Sums,
}

impl<'a, T> Start<'a, T> {
    /// For the sums from `j` on.
    #[inline(always)]
    pub fn from(self, j: usize) -> Self {
        match self {
            Start::Each(start) => Start::Each(&start[j..]),
            start => start,
        }
    }
}

/// What becomes of the sums.
#[derive(Clone, Copy)]
pub enum End<T> {
    /// They are written over what is in their place.
    Written,
    /// So many times each is added to what is in its place.
    Added(T),
}

/// Places in memory, in three nested steps.
#[derive(Clone, Copy)]
pub struct Places {
    pub counts: [usize; 3],
    pub steps: [usize; 3],
}

impl Places {
    /// One every `step`.
    pub const fn every(step: usize) -> Self {
        Places { counts: [1; 3], steps: [step, 0, 0] }
    }

    #[inline(always)]
    pub fn at(self, i: usize) -> usize {
        let ([_, b, c], [step_a, step_b, step_c]) = (self.counts, self.steps);
        // Without a division where there is one step alone.
        if b * c == 1 { i * step_a } else { i / (b * c) * step_a + i / c % b * step_b + i % c * step_c }
    }
}

impl<'a, T, const ACROSS: bool> Weighted<'a, T, ACROSS> {
    /// `m` sums of `k` rows, one after the other; the weights `weights[i k + k]`, or `weights[k m + i]`.
    pub fn plain(
        [m, k, n]: [usize; 3],
        weights: &'a [T],
        rows: &'a [T],
        start: Start<'a, T>,
        sums: &'a mut [T],
    ) -> Self {
        Weighted {
            m,
            n,
            terms: [1, 1, k],
            weights,
            weights_at: Places::every(k),
            weight_steps: [0, 0],
            pitch: m,
            rows,
            row_steps: [0, 0, n],
            start,
            end: End::Written,
            sums,
        }
    }
}

impl<T: Lanes, const ACROSS: bool> WithSimd for Weighted<'_, T, ACROSS> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let lanes = count::<S, T>();
        let mut j = 0;
        while j < self.n {
            let left = self.n - j;
            if const { IS_THOROUGH } && left > lanes {
                self.strip::<S, 2>(j, Tail::new(simd, (left - lanes).min(lanes)));
                j += 2 * lanes;
            } else {
                self.strip::<S, 1>(j, Tail::new(simd, left.min(lanes)));
                j += lanes;
            }
        }
    }
}

impl<T: Lanes, const ACROSS: bool> Weighted<'_, T, ACROSS> {
    /// All sums, `V` vectors from column `j` on, the last of which may be cut short.
    #[inline(always)]
    fn strip<S: Simd, const V: usize>(&mut self, j: usize, last: Tail<S, T>) {
        let mut i = 0;
        // What depends on the machine and the build alone is a constant, so that no tile is compiled that never runs.
        macro_rules! tiles {
            ($height:literal if $is_compiled:expr) => {
                if const { $is_compiled } {
                    while self.m - i >= $height {
                        if const { count::<S, T>() == 1 } || const { IS_THOROUGH } && last.is_whole() {
                            self.tile::<S, $height, V, false>(i, j, last);
                        } else {
                            self.tile::<S, $height, V, true>(i, j, last);
                        }
                        i += $height;
                    }
                }
            };
        }
        tiles!(12 if IS_THOROUGH && S::REGISTER_COUNT >= 32);
        tiles!(8 if !IS_THOROUGH || S::REGISTER_COUNT >= 32);
        tiles!(6 if IS_THOROUGH);
        tiles!(4 if IS_THOROUGH);
        tiles!(2 if IS_THOROUGH);
        tiles!(1 if true);
    }

    /// `M` sums from `i` on. The last vector is `CUT` or whole.
    #[inline(always)]
    fn tile<S: Simd, const M: usize, const V: usize, const CUT: bool>(
        &mut self,
        i: usize,
        j: usize,
        last: Tail<S, T>,
    ) {
        let (pitch, n, simd) = (self.pitch, self.n, last.simd());
        let width = (V - 1) * count::<S, T>() + last.len();
        let mut sums = [[T::splat(simd, T::default()); V]; M];
        match self.start {
            Start::Zeros => (),
            Start::Each(start) => {
                for r in 0..M {
                    sums[r] = [T::splat(simd, start[i + r]); V];
                }
            }
            Start::Sums => {
                for r in 0..M {
                    sums[r] = load::<S, T, V, CUT>(&self.sums[(i + r) * n + j..][..width], last);
                }
            }
        }
        let mut places = [0; M];
        if !ACROSS {
            for r in 0..M {
                places[r] = self.weights_at.at(i + r);
            }
        }
        let (mut p, [a_terms, b_terms, c_terms]) = (0, self.terms);
        for a in 0..a_terms {
            for b in 0..b_terms {
                let mut weights = [&[][..]; M];
                if !ACROSS {
                    let [a_step, b_step] = self.weight_steps;
                    for r in 0..M {
                        weights[r] = &self.weights[places[r] + a * a_step + b * b_step..][..c_terms];
                    }
                }
                let [a_step, b_step, c_step] = self.row_steps;
                let rows = &self.rows[a * a_step + b * b_step..];
                for c in 0..c_terms {
                    let row = load::<S, T, V, CUT>(&rows[c * c_step + j..][..width], last);
                    let across = if ACROSS { &self.weights[p * pitch + i..][..M] } else { &[] };
                    for r in 0..M {
                        let weight = T::splat(simd, if ACROSS { across[r] } else { weights[r][c] });
                        for v in 0..V {
                            sums[r][v] = T::mul_add(simd, weight, row[v], sums[r][v]);
                        }
                    }
                    p += 1;
                }
            }
        }
        // Where weights lie sum by sum, nobody adds sums to others; a constant, so that it is not compiled.
        if const { ACROSS }
            && let End::Added(factor) = self.end
        {
            let factor = T::splat(simd, factor);
            for r in 0..M {
                let there = load::<S, T, V, CUT>(&self.sums[(i + r) * n + j..][..width], last);
                for v in 0..V {
                    sums[r][v] = T::mul_add(simd, factor, sums[r][v], there[v]);
                }
            }
        }
        for r in 0..M {
            let sums_of_row = &mut self.sums[(i + r) * n + j..][..width];
            let (whole, rest) = sums_of_row.split_at_mut(if CUT { (V - 1) * count::<S, T>() } else { width });
            let whole = T::vectors_mut::<S>(whole).0;
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

/// The vectors of a row, the last of which is `CUT` or whole. A function: of a closure, the compiler makes a call in the innermost
/// loop.
#[inline(always)]
fn load<S: Simd, T: Lanes, const V: usize, const CUT: bool>(
    row: &[T],
    last: Tail<S, T>,
) -> [T::Vector<S>; V] {
    let (whole, rest) = row.split_at(if CUT { (V - 1) * count::<S, T>() } else { row.len() });
    let whole = T::vectors::<S>(whole).0;
    let mut vectors = [T::splat(last.simd(), T::default()); V];
    for v in 0..V {
        vectors[v] = if CUT && v + 1 == V { last.load(rest) } else { whole[v] };
    }
    vectors
}
