//! Products of rows with rows: vectors along the rows, one reduction at the end of each.

use pulp::{Simd, WithSimd};

use super::lanes::{IS_THOROUGH, Lanes, Tail, before_line, count, fills_a_line};
use super::rows::{Places, Start};
use super::{strip, together};
use crate::threads::Columns;

/// How many rows of `x` are gone through with a few rows of `weight`, which stay in the first-level cache meanwhile.
const BLOCK: usize = 48;

/// `y[i][j] = start(j) + Σₖ x[i][k] weight[j][k]`, for rows of length `k`, as many of them in `weight` as `y` has
/// columns.
pub struct Dot<'a, T> {
    pub k: usize,
    pub x: &'a [T],
    pub weight: &'a [T],
    /// Where the rows of `weight` begin. They may overlap.
    pub weight_at: Places,
    pub start: Start<'a, T>,
    pub y: Columns<'a, T>,
}

impl<T: Lanes> WithSimd for Dot<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Dot { k, x, weight, weight_at, start, mut y } = self;
        let (m, n) = (y.rows(), y.width());
        let lanes = count::<S, T>();
        // Where the rows of the weight lie alike, vectors begin with lines of the cache for one sample, which is as fast as it is read.
        // What a lane adds up is the same, but for zeros and for which lane it is, and so is how lanes are added up.
        let head = if const { fills_a_line::<S, T>() } && m == 1 && k.is_multiple_of(lanes) {
            before_line(weight)
        } else {
            0
        };
        let (ends, ends_of_one) = (Ends::new(simd, 0, k), Ends::new(simd, head, k));
        // Most tiles of sums fill the registers, and are about as wide as high, so that a load serves the most sums.
        macro_rules! tiles {
            ($height:literal, $width:literal, $rows:ident, $j:ident, if $is_compiled:expr) => {
                while const { $is_compiled } && n - $j >= $width {
                    let mut rows = [&[][..]; $width];
                    for c in 0..$width {
                        rows[c] = &weight[weight_at.at($j + c)..][..k];
                    }
                    let start = start.from($j);
                    let mut i: usize = $rows.start;
                    while const { $height > 1 } && $rows.end - i >= $height {
                        let x = &x[i * k..][..$height * k];
                        tile::<S, T, $height, $width>(ends, x, rows, start, [i, $j], &mut y);
                        i += $height;
                    }
                    while i < $rows.end {
                        tile::<S, T, 1, $width>(ends_of_one, &x[i * k..], rows, start, [i, $j], &mut y);
                        i += 1;
                    }
                    $j += $width;
                }
            };
        }
        // A constant, for which the compiler leaves out what never runs.
        let done = if const { IS_THOROUGH && fills_a_line::<S, T>() } {
            strip::of_many_rows(simd, k, x, weight, weight_at, start, &mut y)
        } else {
            0
        };
        for first in (0..m).step_by(BLOCK) {
            let rows = first..m.min(first + BLOCK);
            let mut j = done;
            // One sample keeps the machine busy with more of its own sums; and one kind of tile does for all that is not optimised.
            if m == 1 || const { !IS_THOROUGH } {
                tiles!(1, 8, rows, j, if true);
            }
            tiles!(3, 8, rows, j, if IS_THOROUGH && fills_a_line::<S, T>());
            tiles!(5, 5, rows, j, if IS_THOROUGH && !fills_a_line::<S, T>() && S::REGISTER_COUNT >= 32);
            tiles!(3, 4, rows, j, if IS_THOROUGH);
            tiles!(3, 2, rows, j, if IS_THOROUGH);
            tiles!(3, 1, rows, j, if IS_THOROUGH);
            tiles!(1, 1, rows, j, if !IS_THOROUGH);
        }
    }
}

/// What of a row of `k` lies before its vectors, and behind them.
#[derive(Clone, Copy)]
pub(super) struct Ends<S: Simd, T: Lanes> {
    head: Tail<S, T>,
    tail: Tail<S, T>,
    k: usize,
}

impl<S: Simd, T: Lanes> Ends<S, T> {
    #[inline(always)]
    pub fn new(simd: S, head: usize, k: usize) -> Self {
        Ends { head: Tail::new(simd, head), tail: Tail::new(simd, (k - head) % count::<S, T>()), k }
    }

    #[inline(always)]
    pub fn simd(self) -> S {
        self.head.simd()
    }

    /// How long the row is.
    #[inline(always)]
    pub fn k(self) -> usize {
        self.k
    }

    #[inline(always)]
    pub fn has_head(self) -> bool {
        self.head.len() > 0
    }

    #[inline(always)]
    pub fn has_tail(self) -> bool {
        self.tail.len() > 0
    }

    /// How many vectors are whole.
    #[inline(always)]
    pub fn whole(self) -> usize {
        (self.k - self.head.len()) / count::<S, T>()
    }

    /// How many there are with those that are not.
    #[inline(always)]
    pub fn vectors(self) -> usize {
        self.has_head() as usize + self.whole() + self.has_tail() as usize
    }

    /// What is before the vectors of a row, in the last lanes of one.
    #[inline(always)]
    pub fn first(self, row: &[T]) -> T::Vector<S> {
        let (simd, before) = (self.head.simd(), self.head.len());
        if before == 0 {
            T::splat(simd, T::default())
        } else {
            T::rotate_left(simd, self.head.load(row), before)
        }
    }

    /// The vectors of a row, and what is behind them.
    #[inline(always)]
    pub fn others(self, row: &[T]) -> (&[T::Vector<S>], &[T]) {
        T::vectors::<S>(&row[self.head.len()..])
    }

    /// What is behind them, in the first lanes of one.
    #[inline(always)]
    pub fn last(self, rest: &[T]) -> T::Vector<S> {
        self.tail.load(rest)
    }
}

/// The sums of `M` rows of `x` with `N` others, and their place in `y`.
#[inline(always)]
fn tile<S: Simd, T: Lanes, const M: usize, const N: usize>(
    ends: Ends<S, T>,
    x: &[T],
    weight: [&[T]; N],
    start: Start<'_, T>,
    place: [usize; 2],
    y: &mut Columns<'_, T>,
) {
    let (simd, k) = (ends.simd(), ends.k());
    let zero = T::splat(simd, T::default());
    let vectors = ends.whole();
    let (mut x_heads, mut xs, mut x_ends) = ([zero; M], [&[][..]; M], [&[][..]; M]);
    let (mut weight_heads, mut weights, mut weight_ends) = ([zero; N], [&[][..]; N], [&[][..]; N]);
    for i in 0..M {
        x_heads[i] = ends.first(&x[i * k..][..k]);
        (xs[i], x_ends[i]) = ends.others(&x[i * k..][..k]);
        // The same length for all, which the compiler can see: no check is left in the loop.
        xs[i] = &xs[i][..vectors];
    }
    for j in 0..N {
        weight_heads[j] = ends.first(weight[j]);
        (weights[j], weight_ends[j]) = ends.others(weight[j]);
        weights[j] = &weights[j][..vectors];
    }
    let mut sums = [[zero; N]; M];
    if ends.has_head() {
        for j in 0..N {
            for i in 0..M {
                sums[i][j] = T::mul_add(simd, x_heads[i], weight_heads[j], zero);
            }
        }
    }
    for p in 0..vectors {
        // In this order the rows of `x` are loaded first: all but one register hold them and the sums.
        for j in 0..N {
            for i in 0..M {
                sums[i][j] = T::mul_add(simd, xs[i][p], weights[j][p], sums[i][j]);
            }
        }
    }
    if ends.has_tail() {
        for i in 0..M {
            let x = ends.last(x_ends[i]);
            for j in 0..N {
                sums[i][j] = T::mul_add(simd, x, ends.last(weight_ends[j]), sums[i][j]);
            }
        }
    }
    put(simd, sums, start, place, y);
}

/// Writes the sums of the lanes, on top of what is there before.
#[inline(always)]
pub(super) fn put<S: Simd, T: Lanes, const M: usize, const N: usize>(
    simd: S,
    sums: [[T::Vector<S>; N]; M],
    start: Start<'_, T>,
    place: [usize; 2],
    y: &mut Columns<'_, T>,
) {
    // Loops: of `map`, the compiler makes calls.
    let mut totals = [[T::default(); N]; M];
    if const { IS_THOROUGH && fills_a_line::<S, T>() } {
        together::sums::<S, T, M, N>(simd, &sums, totals.as_flattened_mut());
    } else {
        for i in 0..M {
            for j in 0..N {
                totals[i][j] = T::sum(simd, sums[i][j]);
            }
        }
    }
    let [row, column] = place;
    for i in 0..M {
        let y = &mut y.row(row + i)[column..][..N];
        // Before the loop, which then is unrolled, so that the sums stay in registers.
        let mut before = [T::default(); N];
        match start {
            Start::Zeros => (),
            Start::Each(start) => before.copy_from_slice(&start[..N]),
            Start::Sums => before.copy_from_slice(y),
        }
        for j in 0..N {
            // Zeros that are added in some lanes can make a negative zero, of what was too small, a positive one: all are.
            y[j] = (totals[i][j] + T::default()) + before[j];
        }
    }
}
