//! Convolutions that add up each sum from places that a table lists: vectors along the pixels or along the channels of the output,
//! whichever leave fewer lanes without work; and, where that is faster, along rows of a kernel, or of pixels.

use pulp::{Simd, WithSimd, bytemuck};

mod by_channels;
mod channels;
mod giving;
mod kernel_rows;
mod offsets;
mod pixels;
mod row_pairs;
mod rows;
mod sliding;
mod spread;
mod tiles;
mod turned;
mod weight_gradient;

pub use rows::rows_scratch;
pub use spread::{Spread, spread_scratch};
pub use weight_gradient::WeightGradient;

use super::{padded, transpose as one_by_one};
use crate::lanes::{IS_THOROUGH, Lanes, before_line, count, fills_a_line, has_few_registers};
use turned::{Sizes, turned};

/// A kernel that slides over images: `output[m] = bias[m] + Σ kernel · image`, for each sample, in one of several groups.
pub struct Slide<'a, T> {
    /// Channels, height and width of what is read and of what is written.
    pub from: [usize; 3],
    pub to: [usize; 3],
    pub kernel: [usize; 2],
    pub dilation: [usize; 2],
    pub stride: [usize; 2],
    /// How many rows and columns of zeros are before the image; fewer than none are cut off.
    pub before: [isize; 2],
    /// The weight of a group of filters.
    pub weight: &'a [T],
    /// Whether it is the way back, for which kernels are turned around, and filters are what is read.
    pub back: bool,
    pub bias: Option<&'a [T]>,
    pub images: &'a [T],
    pub output: &'a mut [T],
    pub group: usize,
    pub groups: usize,
    pub scratch: &'a mut [T],
}

/// How vectors lie in an output; in neither way where both would leave too many lanes without work.
#[derive(Clone, Copy, PartialEq)]
enum Along {
    Pixels,
    Channels,
    Neither,
}

/// How many are computed where `count` are needed, and `step` at a time; in sixty-fourths, so that 64 is no more than needed.
const fn cost(count: usize, step: usize) -> usize {
    count.div_ceil(step) * step * 64 / count
}

/// Whether this way is compiled for a machine.
const fn is_direct<S: Simd, T: Lanes>() -> bool {
    has_few_registers::<S, T>() || fills_a_line::<S, T>()
}

/// How many channels a row has where vectors go along them: as many as fill them.
const fn filled<S: Simd, T: Lanes>(channels: usize) -> usize {
    channels.next_multiple_of(if count::<S, T>() > 8 { count::<S, T>() } else { 8 })
}

/// From rows to columns, with what is faster on a machine.
#[inline(always)]
fn transpose<S: Simd, T: Lanes>(
    simd: S,
    [rows, columns]: [usize; 2],
    from: &[T],
    from_pitch: usize,
    to: &mut [T],
    to_pitch: usize,
) {
    if const { IS_THOROUGH && fills_a_line::<S, T>() } {
        turned(simd, Sizes { rows, columns, from_pitch, to_pitch }, from, to);
    } else {
        one_by_one(rows, columns, from, from_pitch, to, to_pitch);
    }
}

impl<T: Lanes> Slide<'_, T> {
    /// Which way takes less time.
    fn along<S: Simd>(&self) -> Along {
        // How many terms take as long as it does to put an entry of an output along the channels in its place, as measured.
        let turned = if fills_a_line::<S, T>() { 12 } else { 24 };
        // What the general way takes, as measured: it computes the columns between the rows, too, and copies them.
        const OTHERWISE: usize = 96;
        let ([channels, _, width], lanes) = (self.to, count::<S, T>());
        let terms = self.kernel[0] * self.kernel[1] * self.from[0];
        let by_channels = filled::<S, T>(channels) * 64 / channels + turned * 64 / terms;
        let by_pixels = if self.has_pairs::<S>() { cost(width, lanes) } else { cost(width, 2 * lanes) };
        let fits_pixels = self.stride == [1, 1] && (width >= lanes || self.has_pairs::<S>());
        // Of up to eight channels there is no room for the sixteen that fill a vector of AVX-512.
        let fits_channels = filled::<S, T>(channels) <= padded(channels);
        if fits_pixels && (by_pixels <= by_channels || !fits_channels) {
            Along::Pixels
        } else if fits_channels && by_channels <= OTHERWISE {
            Along::Channels
        } else if fits_pixels {
            Along::Pixels
        } else {
            Along::Neither
        }
    }

    /// Whether a vector along the pixels is as wide as a row of them or wider, on a machine that loads and stores some lanes alone.
    fn has_pairs<S: Simd>(&self) -> bool {
        fills_a_line::<S, T>() && self.to[2] <= count::<S, T>()
    }
}

impl<T: Lanes> WithSimd for Slide<'_, T> {
    /// Whether it was done.
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) -> bool {
        // A constant, for which the compiler leaves out what never runs.
        if const { !is_direct::<S, T>() } {
            return false;
        }
        let is_plain = self.kernel == [1, 1] && self.stride == [1, 1] && self.before == [0, 0];
        // An output can have fewer pixels than there could be, and more.
        if is_plain && self.from[1..] == self.to[1..] {
            // As if it were one row.
            (self.from[2], self.from[1]) = (self.from[1] * self.from[2], 1);
            (self.to[2], self.to[1]) = (self.to[1] * self.to[2], 1);
        }
        let along = self.along::<S>();
        if along == Along::Neither {
            return false;
        }
        let (weights, scratch) = from_line::<S, T>(std::mem::take(&mut self.scratch))
            .split_at_mut(self.kernel[0] * self.kernel[1] * self.from[0] * padded(self.to[0]));
        self.scratch = scratch;
        if along == Along::Channels {
            self.along_channels(simd, weights);
            return true;
        }
        self.lay_out(weights);
        if const { fills_a_line::<S, T>() } && self.has_pairs::<S>() {
            self.along_pairs(simd, weights);
        } else {
            self.along_pixels(simd, weights);
        }
        true
    }
}

/// The most numbers that are left out so that working memory begins with a line of the cache, which what is read most then does.
pub const LINE: usize = 15;

/// Working memory from where it is best to begin.
#[inline(always)]
fn from_line<S: Simd, T: Lanes>(scratch: &mut [T]) -> &mut [T] {
    let before = if const { fills_a_line::<S, T>() } { before_line(scratch) } else { 0 };
    &mut scratch[before..]
}

/// The first so many scalars of working memory, as numbers for a table.
fn table<T: Lanes>(scratch: &mut [T], len: usize) -> (&mut [u32], &mut [T]) {
    let (table, scratch) = scratch.split_at_mut(len);
    (bytemuck::cast_slice_mut(table), scratch)
}
