//! Convolutions on a machine that keeps few sums in its registers: vectors along the pixels or along the channels of the output,
//! whichever leave fewer lanes without work.

use pulp::{Simd, WithSimd, bytemuck};

use super::plane::Plane;
use super::tiles::{Offsets, along_channels, along_pixels};
use super::{Convolution, padded, transpose};
use crate::product::lanes::{Lanes, Tail, count, has_few_registers};

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

/// How vectors lie in an output; in neither way where too many lanes would have no work.
#[derive(Clone, Copy, PartialEq)]
enum Along {
    Pixels,
    Channels,
    Neither,
}

/// How much more is computed than needed, in sixty-fourths.
const fn waste(count: usize, lanes: usize) -> usize {
    count.div_ceil(lanes) * lanes * 64 / count
}

impl<T: Lanes> Slide<'_, T> {
    /// Which way leaves the fewest lanes without work.
    fn along<S: Simd>(&self) -> Along {
        let lanes = count::<S, T>();
        let [channels, _, width] = self.to;
        let fits = width >= lanes && self.stride == [1, 1];
        // Each entry of an output along the channels has to be put in its place, which takes as long as some 24 terms.
        let turned = 24 * 64 / (self.kernel[0] * self.kernel[1] * self.from[0]);
        let (pixels, channels) = (waste(width, lanes), waste(channels, lanes) + turned);
        if fits && pixels <= channels {
            Along::Pixels
        } else if channels <= 96 {
            Along::Channels
        } else {
            Along::Neither
        }
    }
}

impl<T: Lanes> WithSimd for Slide<'_, T> {
    /// Whether it was done.
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) -> bool {
        // A constant, for which the compiler leaves out what never runs.
        if const { !has_few_registers::<S, T>() } {
            return false;
        }
        if self.kernel == [1, 1] && self.stride == [1, 1] && self.before == [0, 0] {
            // As if it were one row.
            (self.from[2], self.from[1]) = (self.from[1] * self.from[2], 1);
            (self.to[2], self.to[1]) = (self.to[1] * self.to[2], 1);
        }
        let along = self.along::<S>();
        if along == Along::Neither {
            return false;
        }
        let (weights, scratch) = std::mem::take(&mut self.scratch)
            .split_at_mut(self.kernel[0] * self.kernel[1] * self.from[0] * padded(self.to[0]));
        self.scratch = scratch;
        self.lay_out(weights);
        match along {
            Along::Pixels => self.along_pixels(simd, weights),
            _ => self.along_channels(simd, weights),
        }
        true
    }
}

/// The first so many scalars of working memory, as numbers for a table.
fn table<T: Lanes>(scratch: &mut [T], len: usize) -> (&mut [u32], &mut [T]) {
    let (table, scratch) = scratch.split_at_mut(len);
    (bytemuck::cast_slice_mut(table), scratch)
}

impl<T: Lanes> Slide<'_, T> {
    /// Lays the weight out as `[kernel rows, channels read, kernel columns, channels written]`, the last of them [`padded`].
    fn lay_out(&self, weights: &mut [T]) {
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
                let offsets = offsets.first(end - first, kernel_rows, down * pitch);
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
                    tiles!(6);
                    tiles!(4);
                    tiles!(1);
                    column += 2 * lanes;
                }
            }
        }
    }

    #[inline(always)]
    fn along_channels<S: Simd>(&mut self, simd: S, weights: &[T]) {
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
        let (list, scratch) = table(&mut *self.scratch, kernel_rows * channels * kernel_columns);
        let offsets = Offsets::new(
            [kernel_rows, channels, kernel_columns],
            [self.dilation[0] * pitch, plane_rows * pitch, self.dilation[1]],
            list,
        );
        let (turned, scratch) = scratch.split_at_mut(padded(m) * rows * columns);
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
                pitch: padded(m),
                start: match self.bias {
                    Some(bias) => Begin::Bias(bias),
                    None => Begin::Zeros,
                },
                sums: turned,
            });
            transpose(rows * columns, padded(m), turned, output, rows * columns);
        }
    }
}

/// Places in an image, in three nested steps.
#[derive(Clone, Copy)]
struct Grid {
    counts: [usize; 3],
    steps: [usize; 3],
}

/// What is there before the terms are added.
#[derive(Clone, Copy)]
enum Begin<'a, T> {
    Zeros,
    Bias(&'a [T]),
    Sums,
}

/// `sums[i pitch + m] = start + Σₜ image[places(i) + offsets[t]] weights[t pitch + m]`, compiled once for all who need it.
struct Channels<'a, T> {
    image: &'a [T],
    places: Grid,
    offsets: Offsets<'a>,
    weights: &'a [T],
    /// How many channels there are, [`padded`].
    pitch: usize,
    start: Begin<'a, T>,
    sums: &'a mut [T],
}

impl<T: Lanes> WithSimd for Channels<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        const HEIGHT: usize = 6;
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
        if let Some((first, others)) = rest.split_first_chunk::<4>() {
            self.rows::<S, 4>(simd, i, *first);
            i += 4;
            rest = others;
        }
        for place in rest {
            self.rows::<S, 1>(simd, i, [*place]);
            i += 1;
        }
    }
}

impl<T: Lanes> Channels<'_, T> {
    /// `M` rows of sums, from `i` on.
    #[inline(always)]
    fn rows<S: Simd, const M: usize>(&mut self, simd: S, i: usize, places: [usize; M]) {
        let (lanes, mut j) = (count::<S, T>(), 0);
        while j + 2 * lanes <= self.pitch {
            self.tile::<S, M, 2>(simd, i, j, places);
            j += 2 * lanes;
        }
        if j < self.pitch {
            self.tile::<S, M, 1>(simd, i, j, places);
        }
    }

    #[inline(always)]
    fn tile<S: Simd, const M: usize, const V: usize>(
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

/// The gradient of the weight of one group, with vectors along the filters.
pub struct WeightGradient<'a, T> {
    pub sizes: Convolution,
    pub images: &'a [T],
    pub pixels: &'a [T],
    pub gradient: &'a mut [T],
    pub group: usize,
    pub scratch: &'a mut [T],
}

impl<T: Lanes> WithSimd for WeightGradient<'_, T> {
    /// Whether it was done.
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> bool {
        if const { !has_few_registers::<S, T>() } {
            return false;
        }
        let WeightGradient { sizes, images, pixels, gradient, group, scratch } = self;
        let (patch, filters, [rows, columns]) = (sizes.patch(), sizes.group_filters(), sizes.pixels);
        if waste(filters, count::<S, T>()) > 80 {
            return false;
        }
        let ((image_len, pixel_len), [down, right]) = (sizes.group_lens(), sizes.stride);
        let plane = sizes.spread_plane();
        let (pitch, plane_rows) = (plane.width(), plane.height());
        let (list, scratch) = table(scratch, rows * columns);
        let offsets = Offsets::new([1, rows, columns], [0, down * pitch, right], list);
        let pitch_of_sums = padded(filters);
        let (sums, scratch) = scratch.split_at_mut(patch * pitch_of_sums);
        let (turned, scratch) = scratch.split_at_mut(pitch_of_sums * rows * columns);
        sums.fill(T::default());
        turned.fill(T::default());
        scratch[..plane.len(sizes.group_channels())].fill(T::default());
        let images = images.chunks_exact(image_len).skip(group).step_by(sizes.groups);
        let pixels = pixels.chunks_exact(pixel_len).skip(group).step_by(sizes.groups);
        for (image, pixels) in images.zip(pixels) {
            let image = plane.rows(image, scratch).0.rows;
            transpose(filters, rows * columns, pixels, turned, pitch_of_sums);
            simd.vectorize(Channels {
                image,
                places: Grid {
                    counts: sizes.taps(),
                    steps: [plane_rows * pitch, sizes.dilation[0] * pitch, sizes.dilation[1]],
                },
                offsets,
                weights: turned,
                pitch: pitch_of_sums,
                start: Begin::Sums,
                sums,
            });
        }
        transpose(patch, pitch_of_sums, sums, gradient, patch);
        true
    }
}
