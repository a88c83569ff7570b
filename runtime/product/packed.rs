//! Products of large matrices: what the sums of a strip of columns read is laid out side by side, in the first-level cache.

use pulp::{Simd, WithSimd, bytemuck};

use super::lanes::{Lanes, Tail, count};

/// How many bytes of a strip are laid out at a time: half of a small first-level cache.
const STRIP: usize = 16 << 10;

/// How many strips are laid out together, so that more is read of a row while its page is at hand.
const STRIPS: usize = 4;

/// `sums[i][j] = Σₚ a(i, p) b[p n + j]`, for `m` rows of `n` sums of `k` terms.
///
/// There is at least one term. `a(i, p)` is `a[i pitch + p]`, or `a[p pitch + i]` where it is `ACROSS`. The terms of a sum
/// are added one after the other, as [`Weighted`](super::rows::Weighted) does.
pub struct Packed<'a, T, const ACROSS: bool> {
    pub m: usize,
    pub k: usize,
    pub n: usize,
    pub pitch: usize,
    pub a: &'a [T],
    pub b: &'a [T],
    pub sums: &'a mut [T],
}

/// Where strips are laid out; each begins with a line of the cache.
#[repr(align(64))]
struct Room([u64; STRIPS * STRIP / size_of::<u64>()]);

/// The part of a product that is computed at a time: all rows, of two vectors of columns, and of some terms.
#[derive(Clone, Copy)]
struct Part<S: Simd, T: Lanes> {
    /// The first term.
    p: usize,
    /// How many there are.
    terms: usize,
    /// The first column.
    j: usize,
    /// What of either vector is there.
    tails: [Tail<S, T>; 2],
}

impl<S: Simd, T: Lanes> Part<S, T> {
    /// Loads what is there of a row, with zeros behind it.
    #[inline(always)]
    fn load(&self, row: &[T]) -> [T::Vector<S>; 2] {
        let mut vectors = [T::splat(self.tails[0].simd(), T::default()); 2];
        let mut row = &row[self.j..];
        for v in 0..2 {
            vectors[v] = self.tails[v].load(row);
            row = &row[self.tails[v].len()..];
        }
        vectors
    }

    /// Stores what is there of a row.
    #[inline(always)]
    fn store(&self, row: &mut [T], vectors: [T::Vector<S>; 2]) {
        let mut row = &mut row[self.j..];
        for v in 0..2 {
            self.tails[v].store(row, vectors[v]);
            row = &mut row[self.tails[v].len()..];
        }
    }
}

impl<T: Lanes, const ACROSS: bool> WithSimd for Packed<'_, T, ACROSS> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let mut room = Room([0; _]);
        let room = bytemuck::cast_slice_mut::<_, T>(&mut room.0);
        let (lanes, size) = (count::<S, T>(), room.len() / STRIPS);
        let (width, depth) = (2 * lanes, size / (2 * lanes));
        for p in (0..self.k).step_by(depth) {
            let terms = depth.min(self.k - p);
            for first in (0..self.n).step_by(STRIPS * width) {
                let strips = (self.n - first).div_ceil(width).min(STRIPS);
                let part = |s: usize| {
                    let j = first + s * width;
                    let left = (self.n - j).min(width);
                    let tails = [left.min(lanes), left.saturating_sub(lanes)].map(|n| Tail::new(simd, n));
                    Part { p, terms, j, tails }
                };
                let parts: [Part<S, T>; STRIPS] = std::array::from_fn(|s| part(s.min(strips - 1)));
                self.copy(room, &parts[..strips]);
                for (strip, part) in room.chunks_exact(size).zip(&parts[..strips]) {
                    self.rows(T::vectors::<S>(&strip[..terms * width]).0.as_chunks().0, part);
                }
            }
        }
    }
}

impl<T: Lanes, const ACROSS: bool> Packed<'_, T, ACROSS> {
    /// Lays out strips of `b`, with zeros behind the last column.
    #[inline(always)]
    fn copy<S: Simd>(&self, room: &mut [T], parts: &[Part<S, T>]) {
        let (size, width) = (room.len() / STRIPS, 2 * count::<S, T>());
        let (p, terms) = (parts[0].p, parts[0].terms);
        for (q, row) in self.b[p * self.n..].chunks_exact(self.n).take(terms).enumerate() {
            for (part, strip) in parts.iter().zip(room.chunks_exact_mut(size)) {
                let to = T::vectors_mut::<S>(&mut strip[q * width..][..width]).0;
                to.copy_from_slice(&part.load(row));
            }
        }
    }

    /// Adds the terms of a strip to all rows.
    #[inline(always)]
    fn rows<S: Simd>(&mut self, strip: &[[T::Vector<S>; 2]], part: &Part<S, T>) {
        let mut i = 0;
        while i < self.m {
            // Tiles of six and four, which keep the machine busy; of eight rows or more, one at most is by itself.
            match self.m - i {
                4 | 5 | 8 | 9 => {
                    self.tile::<S, 4>(strip, i, part);
                    i += 4;
                }
                6.. => {
                    self.tile::<S, 6>(strip, i, part);
                    i += 6;
                }
                _ => {
                    self.tile::<S, 1>(strip, i, part);
                    i += 1;
                }
            }
        }
    }

    /// Adds the terms of a strip to `M` rows of sums, from `i` on.
    #[inline(always)]
    fn tile<S: Simd, const M: usize>(&mut self, strip: &[[T::Vector<S>; 2]], i: usize, part: &Part<S, T>) {
        let (pitch, n, simd) = (self.pitch, self.n, part.tails[0].simd());
        let mut sums = [[T::splat(simd, T::default()); 2]; M];
        if part.p > 0 {
            for r in 0..M {
                sums[r] = part.load(&self.sums[(i + r) * n..]);
            }
        }
        // Written out for both: what a closure changes does not stay in registers.
        if ACROSS {
            // The last row may end before the next would begin.
            for (row, a) in strip.iter().zip(self.a[part.p * pitch + i..].chunks(pitch)) {
                let a = &a[..M];
                for r in 0..M {
                    let a = T::splat(simd, a[r]);
                    for v in 0..2 {
                        sums[r][v] = T::mul_add(simd, a, row[v], sums[r][v]);
                    }
                }
            }
        } else {
            let mut rows = [&[][..]; M];
            for r in 0..M {
                rows[r] = &self.a[(i + r) * pitch + part.p..][..strip.len()];
            }
            for q in 0..strip.len() {
                for r in 0..M {
                    let a = T::splat(simd, rows[r][q]);
                    for v in 0..2 {
                        sums[r][v] = T::mul_add(simd, a, strip[q][v], sums[r][v]);
                    }
                }
            }
        }
        for r in 0..M {
            part.store(&mut self.sums[(i + r) * n..], sums[r]);
        }
    }
}
