//! Sums with vectors along the channels of an output.

use pulp::{Simd, WithSimd};

use super::offsets::Offsets;
use super::tiles::along_channels;
use crate::lanes::{IS_THOROUGH, Lanes, Tail, count, fills_a_line};

/// Places in an image, in three nested steps.
#[derive(Clone, Copy)]
pub(super) struct Grid {
    pub counts: [usize; 3],
    pub steps: [usize; 3],
}

/// What is there before the terms are added.
#[derive(Clone, Copy)]
pub(super) enum Begin<'a, T> {
    Zeros,
    Bias(&'a [T]),
    Sums,
}

/// `sums[i pitch + m] = start + Σₜ image[places(i) + offsets[t]] weights[t pitch + m]`, compiled once for all who need it.
pub(super) struct Channels<'a, T> {
    pub image: &'a [T],
    pub places: Grid,
    pub offsets: Offsets<'a>,
    pub weights: &'a [T],
    /// How many channels there are, [`filled`](super::filled).
    pub pitch: usize,
    pub start: Begin<'a, T>,
    pub sums: &'a mut [T],
}

impl<T: Lanes> WithSimd for Channels<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        // As many sums as the machine has to have under way, where one vector is as wide as all channels.
        if const { fills_a_line::<S, T>() } {
            self.all::<S, 10>(simd);
        } else {
            self.all::<S, 6>(simd);
        }
    }
}

impl<T: Lanes> Channels<'_, T> {
    /// All sums, in tiles of `HEIGHT` rows as long as there are so many.
    #[inline(always)]
    fn all<S: Simd, const HEIGHT: usize>(mut self, simd: S) {
        let Grid { counts: [a_count, b_count, c_count], steps: [a_step, b_step, c_step] } = self.places;
        let (mut places, mut filled, mut i) = ([0; HEIGHT], 0, 0);
        for a in 0..a_count {
            for b in 0..b_count {
                let mut place = a * a_step + b * b_step;
                for _ in 0..c_count {
                    places[filled] = place;
                    filled += 1;
                    place += c_step;
                    if filled == HEIGHT {
                        self.rows::<S, HEIGHT>(simd, i, places);
                        i += HEIGHT;
                        filled = 0;
                    }
                }
            }
        }
        let mut rest = &places[..filled];
        if const { IS_THOROUGH && HEIGHT > 6 }
            && let Some((first, others)) = rest.split_first_chunk::<6>()
        {
            self.rows::<S, 6>(simd, i, *first);
            i += 6;
            rest = others;
        }
        if const { IS_THOROUGH }
            && let Some((first, others)) = rest.split_first_chunk::<4>()
        {
            self.rows::<S, 4>(simd, i, *first);
            i += 4;
            rest = others;
        }
        for place in rest {
            self.rows::<S, 1>(simd, i, [*place]);
            i += 1;
        }
    }

    /// `M` rows of sums, from `i` on.
    #[inline(always)]
    fn rows<S: Simd, const M: usize>(&mut self, simd: S, i: usize, places: [usize; M]) {
        let (lanes, mut j) = (count::<S, T>(), 0);
        assert!(self.pitch.is_multiple_of(lanes), "rows that vectors do not fill");
        while const { IS_THOROUGH } && j + 2 * lanes <= self.pitch {
            self.tile::<S, M, 2>(simd, i, j, places);
            j += 2 * lanes;
        }
        while j < self.pitch {
            self.tile::<S, M, 1>(simd, i, j, places);
            j += lanes;
        }
    }

    /// `M` rows of `V` vectors, from row `i` and column `j` on. A function of its own: in one with tiles of other sizes, the compiler
    /// runs out of registers in the innermost loop.
    #[inline(never)]
    fn tile<S: Simd, const M: usize, const V: usize>(
        &mut self,
        simd: S,
        i: usize,
        j: usize,
        places: [usize; M],
    ) {
        simd.vectorize(
            #[inline(always)]
            || self.add_terms::<S, M, V>(simd, i, j, places),
        )
    }

    #[inline(always)]
    fn add_terms<S: Simd, const M: usize, const V: usize>(
        &mut self,
        simd: S,
        i: usize,
        j: usize,
        places: [usize; M],
    ) {
        let (lanes, pitch) = (count::<S, T>(), self.pitch);
        let mut sums = [[T::splat(simd, T::default()); V]; M];
        match self.start {
            Begin::Zeros => (),
            Begin::Bias(bias) => {
                let mut start = sums[0];
                for v in 0..V {
                    let bias = &bias[bias.len().min(j + v * lanes)..];
                    start[v] = Tail::new(simd, bias.len().min(lanes)).load(bias);
                }
                sums = [start; M];
            }
            Begin::Sums => {
                for r in 0..M {
                    let row = &self.sums[(i + r) * pitch + j..][..V * lanes];
                    sums[r].copy_from_slice(T::vectors::<S>(row).0);
                }
            }
        }
        along_channels(simd, self.image, places, self.offsets, &self.weights[j..], pitch, &mut sums);
        for r in 0..M {
            let row = &mut self.sums[(i + r) * pitch + j..][..V * lanes];
            T::vectors_mut::<S>(row).0.copy_from_slice(&sums[r]);
        }
    }
}
