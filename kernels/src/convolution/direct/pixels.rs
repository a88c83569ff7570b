//! The way along the pixels of an output.

use std::mem;
use std::ops::Range;

use pulp::Simd;

use super::offsets::Offsets;
use super::row_pairs::RowPairs;
use super::tiles::{along_pixels, along_rows};
use super::{Slide, table};
use crate::convolution::padded;
use crate::convolution::plane::Plane;
use crate::lanes::{IS_THOROUGH, Lanes, Tail, count, fills_a_line};

/// What is there before the terms are added, in some vectors for each of some channels, from `r` on.
#[inline(always)]
pub(super) fn begin<S: Simd, T: Lanes, const M: usize, const V: usize>(
    simd: S,
    bias: Option<&[T]>,
    r: usize,
) -> [[T::Vector<S>; V]; M] {
    let mut sums = [[T::splat(simd, T::default()); V]; M];
    if let Some(bias) = bias {
        for i in 0..M {
            sums[i] = [T::splat(simd, bias[r + i]); V];
        }
    }
    sums
}

impl<T: Lanes> Slide<'_, T> {
    /// The rows of the kernel that lie on the image for one or the other of two rows of the output.
    #[inline(always)]
    fn on_image(&self, upper: usize, lower: usize) -> Range<usize> {
        let (rows, down, height) = (self.kernel[0], self.dilation[0], self.from[1] as isize);
        let first = (self.before[0] - lower as isize).max(0) as usize;
        let first = first.div_ceil(down).min(rows);
        let end = (height + self.before[0] - upper as isize).max(0) as usize;
        let end = end.div_ceil(down).clamp(first, rows);
        if first == end { 0..0 } else { first..end }
    }

    /// Lays the weight out as `[kernel rows, channels read, kernel columns, channels written]`, the last of them [`padded`].
    pub(super) fn lay_out(&self, weights: &mut [T]) {
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

    /// Two vectors of a row at a time.
    #[inline(always)]
    pub(super) fn along_pixels<S: Simd>(&mut self, simd: S, weights: &[T]) {
        let ([channels, height, width], [m, rows, columns]) = (self.from, self.to);
        let (output, scratch) = (mem::take(&mut self.output), mem::take(&mut self.scratch));
        let [kernel_rows, kernel_columns] = self.kernel;
        let [down, right] = self.dilation;
        let plane = Plane::beside([height, width], self.before[1], columns, kernel_columns, right);
        let pitch = plane.width();
        let terms = kernel_rows * channels * kernel_columns;
        let (list, scratch) = table(scratch, terms);
        let offsets = Offsets::new(
            [kernel_rows, channels, kernel_columns],
            [down * pitch, height * pitch, right],
            list,
        );
        let lanes = count::<S, T>();
        let are_short = const { IS_THOROUGH && fills_a_line::<S, T>() }
            && m < 8
            && (lanes..=2 * lanes).contains(&columns);
        // Two rows together, where a vector of each for as many channels would not be sums enough, and all of the kernel lies on the image.
        let is_whole = |row: &usize| self.on_image(*row, *row).len() == kernel_rows;
        let whole = (0..rows)
            .find(is_whole)
            .map_or(rows..rows, |first| first..first + (first..rows).take_while(is_whole).count());
        scratch[..plane.len(channels)].fill(T::default());
        let images =
            self.images.chunks_exact(channels * height * width).skip(self.group).step_by(self.groups);
        let outputs = output.chunks_exact_mut(m * rows * columns).skip(self.group).step_by(self.groups);
        for (image, output) in images.zip(outputs) {
            let image = plane.rows(image, scratch).0.rows;
            let mut row = 0;
            while row < rows {
                let Range { start: first, end } = self.on_image(row, row);
                let offsets = offsets.first(end - first);
                let weights = &weights[first * channels * kernel_columns * padded(m)..];
                let from = if end > first {
                    (row + first * down).wrapping_add_signed(-self.before[0]) * pitch
                } else {
                    0
                };
                let pairs =
                    if are_short && row >= whole.start { whole.end.saturating_sub(row) / 2 } else { 0 };
                if const { IS_THOROUGH && fills_a_line::<S, T>() } && pairs > 0 {
                    simd.vectorize(RowPairs {
                        image,
                        place: from,
                        pitch,
                        offsets,
                        weights,
                        weight_pitch: padded(m),
                        bias: self.bias,
                        channels: m,
                        output: &mut output[row * columns..],
                        rows,
                        columns,
                        pairs,
                    });
                    row += 2 * pairs;
                    continue;
                }
                let mut column = 0;
                while column < columns {
                    // The last vector covers, if need be, a part of the one before it once more.
                    let at = [column, column + lanes].map(|at| at.min(columns - lanes));
                    let mut r = 0;
                    macro_rules! tiles {
                        ($height:literal if $is_compiled:expr) => {
                            while const { $is_compiled } && m - r >= $height {
                                let mut sums = begin::<S, T, $height, 2>(simd, self.bias, r);
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
                    tiles!(12 if IS_THOROUGH && fills_a_line::<S, T>());
                    tiles!(8 if IS_THOROUGH && fills_a_line::<S, T>());
                    tiles!(6 if true);
                    tiles!(4 if IS_THOROUGH);
                    tiles!(1 if true);
                    column += 2 * lanes;
                }
                row += 1;
            }
        }
    }

    /// Two rows of pixels at a time, each in a vector.
    #[inline(always)]
    pub(super) fn along_pairs<S: Simd>(&mut self, simd: S, weights: &[T]) {
        let ([channels, height, width], [m, rows, columns]) = (self.from, self.to);
        let (output, scratch) = (mem::take(&mut self.output), mem::take(&mut self.scratch));
        let [kernel_rows, kernel_columns] = self.kernel;
        let [down, right] = self.dilation;
        let plane = Plane::new([height, width], self.before, [rows, columns], self.kernel, self.dilation);
        let (pitch, plane_rows) = (plane.width(), plane.height());
        let (list, scratch) = table(scratch, kernel_rows * channels * kernel_columns);
        let offsets = Offsets::new(
            [kernel_rows, channels, kernel_columns],
            [down * pitch, plane_rows * pitch, right],
            list,
        );
        let tail = Tail::new(simd, columns);
        scratch[..plane.len(channels)].fill(T::default());
        let images =
            self.images.chunks_exact(channels * height * width).skip(self.group).step_by(self.groups);
        let outputs = output.chunks_exact_mut(m * rows * columns).skip(self.group).step_by(self.groups);
        for (image, output) in images.zip(outputs) {
            let image = plane.rows(image, scratch).0.rows;
            for row in (0..rows).step_by(2) {
                // At the end the last two, of which one may have been there before, or the only one.
                let pair = [row.min(rows.saturating_sub(2)), (row + 1).min(rows - 1)];
                let Range { start: first, end } = self.on_image(pair[0], pair[1]);
                let offsets = offsets.first(end - first);
                let weights = &weights[first * channels * kernel_columns * padded(m)..];
                let places = pair.map(|row| (row + first * down) * pitch);
                let mut r = 0;
                macro_rules! tiles {
                    ($height:literal if $is_compiled:expr) => {
                        while const { $is_compiled } && m - r >= $height {
                            let mut sums = begin::<S, T, $height, 2>(simd, self.bias, r);
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
                tiles!(12 if IS_THOROUGH);
                tiles!(8 if IS_THOROUGH);
                tiles!(6 if true);
                tiles!(4 if IS_THOROUGH);
                tiles!(1 if true);
            }
        }
    }
}
