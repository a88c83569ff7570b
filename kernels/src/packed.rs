//! Products of large matrices: what the sums of a tile read is laid out side by side, so that it comes from few lines and pages.

use std::ops::Range;

use pulp::{Simd, WithSimd};

use super::lanes::{Lanes, Tail, count, prefetch};
use super::room::Room;
use super::rows::End;

/// How many bytes of `a` are laid out at a time: a quarter of a small second-level cache.
const FACTORS: usize = 128 << 10;

/// How many terms are added at a time, at most, and as far as they fit into a strip: half as many where all rows fit only then,
/// so that strips are laid out once.
const DEPTH: usize = 256;

/// Up to how many terms are added in one go on any machine, so that the sums can be added to others.
pub const AT_ONCE: usize = DEPTH / 2;

/// How many bytes a strip has at most, of two vectors for each term: half of a small first-level cache.
const STRIP: usize = DEPTH * 2 * 32;

/// `sums[i][j] = Σₚ a(i, p) b[p n + j]`, for `m` rows of `n` sums of `k` terms.
///
/// There is at least one row and one term. `a(i, p)` is `a[i pitch + p]`, or `a[p pitch + i]` where it lies `across`. The terms
/// of a sum are added one after the other, as [`Weighted`](super::rows::Weighted) does. What becomes of the sums is said for up to
/// [`AT_ONCE`] terms; more are written.
pub struct Packed<'a, T> {
    /// A field, and no parameter of the type: the gradients share what is compiled.
    pub across: bool,
    pub m: usize,
    pub k: usize,
    pub n: usize,
    pub pitch: usize,
    pub a: &'a [T],
    pub b: &'a [T],
    pub end: End<T>,
    pub sums: &'a mut [T],
}

/// Visits rows in tiles, with the height of each as a literal, and its first row: tiles as high as the registers allow, and none
/// so low that the machine waits for it, but for a few rows by themselves.
macro_rules! tiles {
    ($simd:ty, $rows:expr, $visit:ident) => {{
        let mut i = 0;
        while i < $rows {
            match $rows - i {
                // A constant, for which the compiler leaves out what never runs.
                12 | 18.. if const { <$simd>::REGISTER_COUNT >= 32 } => {
                    $visit!(12, i);
                    i += 12;
                }
                8 | 9 | 13..18 if const { <$simd>::REGISTER_COUNT >= 32 } => {
                    $visit!(8, i);
                    i += 8;
                }
                4 | 5 | 8 | 9 => {
                    $visit!(4, i);
                    i += 4;
                }
                6.. => {
                    $visit!(6, i);
                    i += 6;
                }
                _ => {
                    $visit!(1, i);
                    i += 1;
                }
            }
        }
    }};
}

impl<T: Lanes> WithSimd for Packed<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Packed { across, m, k, n, pitch, end, .. } = self;
        let (lanes, width) = (count::<S, T>(), 2 * count::<S, T>());
        let entries = |bytes: usize| bytes / size_of::<T>();
        let depth = (entries(FACTORS) / m).clamp(AT_ONCE, DEPTH).min(entries(STRIP) / width);
        let depth = evenly(k, depth);
        let block = evenly(m, entries(FACTORS) / depth);
        let (mut factors, mut strip) = (Room::<FACTORS>::new(), Room::<STRIP>::new());
        let (factors, strip) = (factors.cleared(block * depth), strip.cleared(width * depth));
        for p in (0..k).step_by(depth) {
            let terms = p..k.min(p + depth);
            let b = &self.b[p * n..terms.end * n];
            let strip = &mut T::vectors_mut::<S>(strip).0.as_chunks_mut().0[..terms.len()];
            for i in (0..m).step_by(block) {
                let rows = i..m.min(i + block);
                copy_factors::<S, T>(across, self.a, pitch, rows.clone(), terms.clone(), factors);
                for j in (0..n).step_by(width) {
                    let left = n - j;
                    let tails = [left.min(lanes), left.saturating_sub(lanes).min(lanes)];
                    let columns = Columns {
                        first_terms: terms.start == 0,
                        end,
                        j,
                        n,
                        tails: tails.map(|n| Tail::new(simd, n)),
                    };
                    let sums = &mut self.sums[rows.start * n..rows.end * n];
                    macro_rules! add {
                        ($height:literal, $i:ident) => {{
                            let a = factors[$i * terms.len()..][..$height * terms.len()].as_chunks().0;
                            columns.tile::<$height>(a, ($i == 0).then_some(b), strip, &mut sums[$i * n..]);
                        }};
                    }
                    tiles!(S, rows.len(), add);
                }
            }
        }
    }
}

/// How many there are at a time, `most` or fewer, so that each time there are about as many.
#[inline(always)]
fn evenly(all: usize, most: usize) -> usize {
    all.div_ceil(all.div_ceil(most))
}

/// Lays out what some rows of sums are multiplied by: tile by tile, and term by term.
#[inline(always)]
fn copy_factors<S: Simd, T: Lanes>(
    across: bool,
    a: &[T],
    pitch: usize,
    rows: Range<usize>,
    terms: Range<usize>,
    factors: &mut [T],
) {
    let count = terms.len();
    if across {
        for (q, p) in terms.enumerate() {
            let row = &a[p * pitch..][rows.clone()];
            macro_rules! copy {
                ($height:literal, $i:ident) => {
                    factors[$i * count + q * $height..][..$height].copy_from_slice(&row[$i..][..$height])
                };
            }
            tiles!(S, rows.len(), copy);
        }
    } else {
        macro_rules! copy {
            ($height:literal, $i:ident) => {{
                let mut from = [&[][..]; $height];
                for r in 0..$height {
                    from[r] = &a[(rows.start + $i + r) * pitch..][terms.clone()];
                }
                let to = factors[$i * count..][..$height * count].as_chunks_mut::<$height>().0;
                for q in 0..count {
                    for r in 0..$height {
                        to[q][r] = from[r][q];
                    }
                }
            }};
        }
        tiles!(S, rows.len(), copy);
    }
}

/// Two vectors of columns, of which there may be fewer, in rows of `n`.
#[derive(Clone, Copy)]
struct Columns<S: Simd, T: Lanes> {
    /// Whether the terms are the first of their sums.
    first_terms: bool,
    end: End<T>,
    /// The first column.
    j: usize,
    n: usize,
    /// What of either vector is there.
    tails: [Tail<S, T>; 2],
}

impl<S: Simd, T: Lanes> Columns<S, T> {
    /// Adds terms to `M` rows of sums: `a` times the strip, which is laid out from `b` on the way, if that is given.
    #[inline(always)]
    fn tile<const M: usize>(
        self,
        a: &[[T; M]],
        b: Option<&[T]>,
        strip: &mut [[T::Vector<S>; 2]],
        sums: &mut [T],
    ) {
        let is_one = self.tails[1].len() == 0;
        match (b, self.tails[1].is_whole()) {
            (None, true) => self.add::<M, 2, true, false>(a, &[], strip, sums),
            (None, false) if is_one => self.add::<M, 1, false, false>(a, &[], strip, sums),
            (None, false) => self.add::<M, 2, false, false>(a, &[], strip, sums),
            (Some(b), true) => self.add::<M, 2, true, true>(a, b, strip, sums),
            (Some(b), false) if is_one => self.add::<M, 1, false, true>(a, b, strip, sums),
            (Some(b), false) => self.add::<M, 2, false, true>(a, b, strip, sums),
        }
    }

    #[inline(always)]
    fn add<const M: usize, const V: usize, const WHOLE: bool, const COPY: bool>(
        self,
        a: &[[T; M]],
        b: &[T],
        strip: &mut [[T::Vector<S>; 2]],
        sums: &mut [T],
    ) {
        let (simd, terms) = (self.tails[0].simd(), strip.len());
        // The same length for both, which the compiler can see: it counts terms, and checks nothing in the loop.
        let a = &a[..terms];
        // Of the tile below this one.
        for r in M..2 * M {
            prefetch(sums, r * self.n + self.j);
        }
        let mut tile = [[T::splat(simd, T::default()); V]; M];
        if !self.first_terms {
            for r in 0..M {
                tile[r] = self.load::<V, WHOLE>(&sums[r * self.n..]);
            }
        }
        // Written out for both: what a closure changes does not stay in registers.
        if COPY {
            for (p, row) in b.chunks_exact(self.n).take(terms).enumerate() {
                // Of the strip behind this one.
                prefetch(row, self.j + 2 * count::<S, T>());
                let row = self.load::<V, WHOLE>(row);
                strip[p][..V].copy_from_slice(&row);
                for r in 0..M {
                    let a = T::splat(simd, a[p][r]);
                    for v in 0..V {
                        tile[r][v] = T::mul_add(simd, a, row[v], tile[r][v]);
                    }
                }
            }
        } else {
            for p in 0..terms {
                for r in 0..M {
                    let a = T::splat(simd, a[p][r]);
                    for v in 0..V {
                        tile[r][v] = T::mul_add(simd, a, strip[p][v], tile[r][v]);
                    }
                }
            }
        }
        if let End::Added(factor) = self.end {
            let factor = T::splat(simd, factor);
            for r in 0..M {
                let there = self.load::<V, WHOLE>(&sums[r * self.n..]);
                for v in 0..V {
                    tile[r][v] = T::mul_add(simd, factor, tile[r][v], there[v]);
                }
            }
        }
        for r in 0..M {
            self.store::<V, WHOLE>(&mut sums[r * self.n..], tile[r]);
        }
    }

    /// Loads what is there of a row, with zeros behind it.
    #[inline(always)]
    fn load<const V: usize, const WHOLE: bool>(self, row: &[T]) -> [T::Vector<S>; V] {
        let mut row = &row[self.j..];
        let mut vectors = [T::splat(self.tails[0].simd(), T::default()); V];
        if WHOLE {
            vectors.copy_from_slice(T::vectors::<S>(&row[..V * count::<S, T>()]).0);
            return vectors;
        }
        for v in 0..V {
            vectors[v] = self.tails[v].load(row);
            row = &row[self.tails[v].len()..];
        }
        vectors
    }

    /// Stores what is there of a row.
    #[inline(always)]
    fn store<const V: usize, const WHOLE: bool>(self, row: &mut [T], vectors: [T::Vector<S>; V]) {
        let mut row = &mut row[self.j..];
        if WHOLE {
            T::vectors_mut::<S>(&mut row[..V * count::<S, T>()]).0.copy_from_slice(&vectors);
            return;
        }
        for v in 0..V {
            self.tails[v].store(row, vectors[v]);
            row = &mut row[self.tails[v].len()..];
        }
    }
}
