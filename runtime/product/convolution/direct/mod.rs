//! Convolutions that add up each sum from places that a table lists: vectors along the pixels or along the channels of the output,
//! whichever leave fewer lanes without work.

use pulp::{Simd, WithSimd, bytemuck};

mod channels;
mod tiles;
mod turned;
mod weight_gradient;

pub use weight_gradient::WeightGradient;

use super::plane::Plane;
use super::{padded, transpose as one_by_one};
use crate::product::lanes::{Lanes, Tail, before_line, count, fills_a_line, has_few_registers};
use channels::{Begin, Channels, Grid};
use tiles::{Offsets, along_pixels, along_rows};
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

/// Whether it is known how sums are added up one by one on a machine.
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
    if const { fills_a_line::<S, T>() } {
        turned(simd, Sizes { rows, columns, from_pitch, to_pitch }, from, to);
    } else {
        one_by_one(rows, columns, from, from_pitch, to, to_pitch);
    }
}

impl<T: Lanes> Slide<'_, T> {
    /// Which way takes less time.
    fn along<S: Simd>(&self) -> Along {
        // How many terms take as long as it does to put an entry of an output along the channels in its place, as measured.
        const TURNED: usize = 24;
        // What the general way takes, as measured: it computes the columns between the rows, too, and copies them.
        const OTHERWISE: usize = 96;
        let ([channels, _, width], lanes) = (self.to, count::<S, T>());
        let terms = self.kernel[0] * self.kernel[1] * self.from[0];
        let by_channels = filled::<S, T>(channels) * 64 / channels + TURNED * 64 / terms;
        let by_pixels = if self.has_pairs::<S>() { cost(width, lanes) } else { cost(width, 2 * lanes) };
        let fits_pixels = self.stride == [1, 1] && (width >= lanes || self.has_pairs::<S>());
        // Where vectors are wide, there is room for as many channels as fill one alone if they are more than eight.
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

    /// Whether a vector along the pixels is as wide as a row of them or wider, which takes a machine that loads and stores some lanes alone.
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
        match along {
            Along::Pixels if self.has_pairs::<S>() => {
                self.lay_out(weights);
                self.along_pairs(simd, weights);
            }
            Along::Pixels => {
                self.lay_out(weights);
                self.along_pixels(simd, weights);
            }
            _ => self.along_channels(simd, weights),
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

impl<T: Lanes> Slide<'_, T> {
    /// Lays the weight out as `[kernel rows, channels read, kernel columns, channels written]`, the last of them [`padded`].
    fn lay_out(&self, weights: &mut [T]) {
        // What is there before may be anything, such as numbers so small that they take long to multiply.
        weights.fill(T::default());
        let ([height, width], read, written) = (self.kernel, self.from[0], self.to[0]);
        let channels = if self.back { written } else { read };
        for (filter, weight) in self.weight.chunks_exact(channels * height * width).enumerate() {
            for (row, weight) in weight.chunks_exact(width).enumerate() {
                let (c, i) = (row / height, row % height);
                let (i, r, w) = if self.back { (height - 1 - i, filter, c) } else { (i, c, filter) };
                for j in 0..width {
                    let column = if self.back { width - 1 - j } else { j };
                    weights[((i * read + r) * width + column) * padded(written) + w] = weight[j];
                }
            }
        }
    }

    /// Lays the weight out as `[channels read, kernel, channels written]`, with zeros behind the last of them, which then [fill](filled)
    /// vectors.
    #[inline(always)]
    fn lay_out_channels<'a, S: Simd>(&self, simd: S, weights: &'a mut [T]) -> &'a [T] {
        let (pitch, taps) = (filled::<S, T>(self.to[0]), self.kernel[0] * self.kernel[1]);
        let (read, written) = (self.from[0], self.to[0]);
        weights.fill(T::default());
        if self.back {
            for (filter, weight) in self.weight.chunks_exact(written * taps).enumerate() {
                for (c, weight) in weight.chunks_exact(taps).enumerate() {
                    // Turned around.
                    for (tap, weight) in weight.iter().rev().enumerate() {
                        weights[(filter * taps + tap) * pitch + c] = *weight;
                    }
                }
            }
        } else {
            transpose(simd, [written, read * taps], self.weight, read * taps, weights, pitch);
        }
        weights
    }

    #[inline(always)]
    fn along_pixels<S: Simd>(&mut self, simd: S, weights: &[T]) {
        let ([channels, height, width], [m, rows, columns]) = (self.from, self.to);
        let [kernel_rows, kernel_columns] = self.kernel;
        let [down, right] = self.dilation;
        let plane = Plane::beside([height, width], self.before[1], columns, kernel_columns, right);
        let pitch = plane.width();
        let terms = kernel_rows * channels * kernel_columns;
        let (list, scratch) = table(&mut *self.scratch, terms);
        let offsets = Offsets::new(
            [kernel_rows, channels, kernel_columns],
            [down * pitch, height * pitch, right],
            list,
        );
        let lanes = count::<S, T>();
        scratch[..plane.len(channels)].fill(T::default());
        let images =
            self.images.chunks_exact(channels * height * width).skip(self.group).step_by(self.groups);
        let outputs = self.output.chunks_exact_mut(m * rows * columns).skip(self.group).step_by(self.groups);
        for (image, output) in images.zip(outputs) {
            let image = plane.rows(image, scratch).0.rows;
            for row in 0..rows {
                // The rows of the kernel that lie on the image.
                let first = (self.before[0] - row as isize).max(0) as usize;
                let first = first.div_ceil(down).min(kernel_rows);
                let end = (height as isize + self.before[0] - row as isize).max(0) as usize;
                let end = end.div_ceil(down).clamp(first, kernel_rows);
                let (first, end) = if first == end { (0, 0) } else { (first, end) };
                let offsets = offsets.first(end - first);
                let weights = &weights[first * channels * kernel_columns * padded(m)..];
                let from = if end > first {
                    (row + first * down).wrapping_add_signed(-self.before[0]) * pitch
                } else {
                    0
                };
                let mut column = 0;
                while column < columns {
                    // The last vector covers, if need be, a part of the one before it once more.
                    let at = [column, column + lanes].map(|at| at.min(columns - lanes));
                    let mut r = 0;
                    macro_rules! tiles {
                        ($height:literal) => {
                            while m - r >= $height {
                                let mut sums = [[T::splat(simd, T::default()); 2]; $height];
                                if let Some(bias) = self.bias {
                                    for i in 0..$height {
                                        sums[i] = [T::splat(simd, bias[r + i]); 2];
                                    }
                                }
                                along_pixels::<S, T, $height, 2>(
                                    simd,
                                    image,
                                    [from + at[0], from + at[1]],
                                    offsets,
                                    &weights[r..],
                                    padded(m),
                                    &mut sums,
                                );
                                for i in 0..$height {
                                    let output = &mut output[((r + i) * rows + row) * columns..][..columns];
                                    for v in 0..2 {
                                        T::vectors_mut::<S>(&mut output[at[v]..][..lanes]).0[0] = sums[i][v];
                                    }
                                }
                                r += $height;
                            }
                        };
                    }
                    if const { fills_a_line::<S, T>() } {
                        tiles!(12);
                        tiles!(8);
                    }
                    tiles!(6);
                    tiles!(4);
                    tiles!(1);
                    column += 2 * lanes;
                }
            }
        }
    }

    /// Two rows of pixels at a time, each in a vector.
    #[inline(always)]
    fn along_pairs<S: Simd>(&mut self, simd: S, weights: &[T]) {
        let ([channels, height, width], [m, rows, columns]) = (self.from, self.to);
        let [kernel_rows, kernel_columns] = self.kernel;
        let [down, right] = self.dilation;
        let plane = Plane::new([height, width], self.before, [rows, columns], self.kernel, self.dilation);
        let (pitch, plane_rows) = (plane.width(), plane.height());
        let (list, scratch) = table(&mut *self.scratch, kernel_rows * channels * kernel_columns);
        let offsets = Offsets::new(
            [kernel_rows, channels, kernel_columns],
            [down * pitch, plane_rows * pitch, right],
            list,
        );
        let tail = Tail::new(simd, columns);
        scratch[..plane.len(channels)].fill(T::default());
        let images =
            self.images.chunks_exact(channels * height * width).skip(self.group).step_by(self.groups);
        let outputs = self.output.chunks_exact_mut(m * rows * columns).skip(self.group).step_by(self.groups);
        for (image, output) in images.zip(outputs) {
            let image = plane.rows(image, scratch).0.rows;
            for row in (0..rows).step_by(2) {
                // Both at the end are the last two, or the only one.
                let pair = [row.min(rows.saturating_sub(2)), (row + 1).min(rows - 1)];
                // The rows of the kernel that lie on the image for one or the other.
                let first = (self.before[0] - pair[1] as isize).max(0) as usize;
                let first = first.div_ceil(down).min(kernel_rows);
                let end = (height as isize + self.before[0] - pair[0] as isize).max(0) as usize;
                let end = end.div_ceil(down).clamp(first, kernel_rows);
                let (first, end) = if first == end { (0, 0) } else { (first, end) };
                let offsets = offsets.first(end - first);
                let weights = &weights[first * channels * kernel_columns * padded(m)..];
                let places = pair.map(|row| (row + first * down) * pitch);
                let mut r = 0;
                macro_rules! tiles {
                    ($height:literal) => {
                        while m - r >= $height {
                            let mut sums = [[T::splat(simd, T::default()); 2]; $height];
                            if let Some(bias) = self.bias {
                                for i in 0..$height {
                                    sums[i] = [T::splat(simd, bias[r + i]); 2];
                                }
                            }
                            along_rows::<S, T, $height>(
                                tail,
                                image,
                                places,
                                offsets,
                                &weights[r..],
                                padded(m),
                                &mut sums,
                            );
                            for i in 0..$height {
                                let output = &mut output[(r + i) * rows * columns..][..rows * columns];
                                for v in 0..2 {
                                    tail.store(&mut output[pair[v] * columns..], sums[i][v]);
                                }
                            }
                            r += $height;
                        }
                    };
                }
                tiles!(12);
                tiles!(8);
                tiles!(6);
                tiles!(4);
                tiles!(1);
            }
        }
    }

    #[inline(always)]
    fn along_channels<S: Simd>(&mut self, simd: S, weights: &mut [T]) {
        let weights = self.lay_out_channels(simd, weights);
        let ([channels, height, width], [m, rows, columns]) = (self.from, self.to);
        let ([down, right], [kernel_rows, kernel_columns]) = (self.stride, self.kernel);
        let plane = Plane::new(
            [height, width],
            self.before,
            [(rows - 1) * down + 1, (columns - 1) * right + 1],
            self.kernel,
            self.dilation,
        );
        let (pitch, plane_rows) = (plane.width(), plane.height());
        let (turned, scratch) = self.scratch.split_at_mut(filled::<S, T>(m) * rows * columns);
        let (list, scratch) = table(scratch, kernel_rows * channels * kernel_columns);
        let steps = [plane_rows * pitch, self.dilation[0] * pitch, self.dilation[1]];
        let offsets = Offsets::new([channels, kernel_rows, kernel_columns], steps, list);
        scratch[..plane.len(channels)].fill(T::default());
        let images =
            self.images.chunks_exact(channels * height * width).skip(self.group).step_by(self.groups);
        let outputs = self.output.chunks_exact_mut(m * rows * columns).skip(self.group).step_by(self.groups);
        for (image, output) in images.zip(outputs) {
            let image = plane.rows(image, scratch).0.rows;
            simd.vectorize(Channels {
                image,
                places: Grid { counts: [1, rows, columns], steps: [0, down * pitch, right] },
                offsets,
                weights,
                pitch: filled::<S, T>(m),
                start: match self.bias {
                    Some(bias) => Begin::Bias(bias),
                    None => Begin::Zeros,
                },
                sums: turned,
            });
            transpose(simd, [rows * columns, m], turned, filled::<S, T>(m), output, rows * columns);
        }
    }
}
