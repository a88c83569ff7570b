//! Pairs of rows of an output of few channels.

use pulp::{Simd, WithSimd};

use super::offsets::Offsets;
use super::pixels::begin;
use super::tiles::along_pixels;
use crate::lanes::{Lanes, count};

/// `output[m][row] = bias[m] + Σₜ image[place + row pitch + offsets[t] ..] weights[t ..]`, for pairs of rows that are as wide as one
/// vector or up to two, which then overlap: so there are sums enough of few channels.
pub(super) struct RowPairs<'a, T> {
    pub image: &'a [T],
    /// What the first of the rows sees first, and how far it is to the next.
    pub place: usize,
    pub pitch: usize,
    pub offsets: Offsets<'a>,
    pub weights: &'a [T],
    pub weight_pitch: usize,
    pub bias: Option<&'a [T]>,
    pub channels: usize,
    /// From the first of the rows on.
    pub output: &'a mut [T],
    pub rows: usize,
    pub columns: usize,
    pub pairs: usize,
}

impl<T: Lanes> WithSimd for RowPairs<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let mut channel = 0;
        macro_rules! tiles {
            ($height:literal) => {
                while self.channels - channel >= $height {
                    self.tile::<S, $height>(simd, channel);
                    channel += $height;
                }
            };
        }
        tiles!(6);
        tiles!(3);
        tiles!(1);
    }
}

impl<T: Lanes> RowPairs<'_, T> {
    /// All rows of `M` channels. A function of its own, so that the compiler has all registers for its innermost loop.
    #[inline(never)]
    fn tile<S: Simd, const M: usize>(&mut self, simd: S, channel: usize) {
        simd.vectorize(
            #[inline(always)]
            || self.add_terms::<S, M>(simd, channel),
        );
    }

    #[inline(always)]
    fn add_terms<S: Simd, const M: usize>(&mut self, simd: S, channel: usize) {
        let RowPairs { image, pitch, offsets, weight_pitch, bias, rows, columns, .. } = *self;
        let (lanes, weights) = (count::<S, T>(), &self.weights[channel..]);
        let beside = columns - lanes;
        let output = &mut self.output[channel * rows * columns..];
        for pair in 0..self.pairs {
            let place = self.place + 2 * pair * pitch;
            let places = [place, place + beside, place + pitch, place + pitch + beside];
            let mut sums = begin::<S, T, M, 4>(simd, bias, channel);
            along_pixels::<S, T, M, 4>(simd, image, places, offsets, weights, weight_pitch, &mut sums);
            for i in 0..M {
                let output = &mut output[(i * rows + 2 * pair) * columns..][..2 * columns];
                for v in 0..4 {
                    let output = &mut output[v / 2 * columns + v % 2 * beside..][..lanes];
                    T::vectors_mut::<S>(output).0[0] = sums[i][v];
                }
            }
        }
    }
}
