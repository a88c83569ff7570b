//! Convolutions of any size, as products: each kernel pixel of each channel, a tap, is a row of the image.
//!
//! At a stride of 1 nothing is laid out but a margin of zeros: the image is copied into a plane that has one, the output is
//! computed at the width of that plane, and so the row of each tap is the plane from a later place on. At other strides the
//! rows are copied, each tap a row of as many pixels as the output has.
//!
//! Each sample is computed alone, so a batch gives, bit for bit, what its samples give one by one.

mod patches;
mod plane;
#[cfg(test)]
mod tests;

use plane::Plane;

use super::dot::Dot;
use super::rows::{Places, Start, Weighted};
use crate::Scalar;

/// The sizes of a convolution from an image to `filters` times `pixels`. Pairs are of height and width.
///
/// A transposed convolution is one from its output to its input, run backward.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Convolution {
    pub channels: usize,
    pub image: [usize; 2],
    pub filters: usize,
    pub pixels: [usize; 2],
    pub kernel: [usize; 2],
    pub stride: [usize; 2],
    pub padding: [usize; 2],
    pub dilation: [usize; 2],
    pub groups: usize,
}

/// What the taps of a kernel find their rows in.
struct Rows<'a, T> {
    rows: &'a [T],
    /// From channel to channel, from kernel row to kernel row, from kernel pixel to kernel pixel.
    steps: [usize; 3],
    /// From row to row of the output.
    pitch: usize,
}

/// A product of saturating numbers.
const fn times(numbers: &[usize]) -> usize {
    let (mut product, mut i) = (1usize, 0);
    while i < numbers.len() {
        product = product.saturating_mul(numbers[i]);
        i += 1;
    }
    product
}

const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

impl Convolution {
    /// The channels that one filter sees.
    const fn group_channels(&self) -> usize {
        self.channels / self.groups
    }

    /// The filters that see the same channels.
    const fn group_filters(&self) -> usize {
        self.filters / self.groups
    }

    /// How many weights a filter has.
    pub(crate) const fn patch(&self) -> usize {
        times(&[self.group_channels(), self.kernel[0], self.kernel[1]])
    }

    const fn taps(&self) -> [usize; 3] {
        [self.group_channels(), self.kernel[0], self.kernel[1]]
    }

    const fn is_dense(&self) -> bool {
        self.stride[0] == 1 && self.stride[1] == 1
    }

    /// What the image is read from at a stride of 1.
    const fn image_plane(&self) -> Plane {
        let [top, left] = self.padding;
        Plane::new(self.image, [top as isize, left as isize], self.pixels, self.kernel, self.dilation)
    }

    /// What the pixels are read from on the way back, at a stride of 1, where a kernel turned around slides over them.
    const fn pixel_plane(&self) -> Plane {
        let ([height, width], [down, right], [top, left]) = (self.kernel, self.dilation, self.padding);
        let before = [
            (times(&[height - 1, down]) as isize).saturating_sub(top as isize),
            (times(&[width - 1, right]) as isize).saturating_sub(left as isize),
        ];
        Plane::new(self.pixels, before, self.image, self.kernel, self.dilation)
    }

    /// How much memory the rows of the taps take.
    const fn rows_len(&self) -> usize {
        if self.is_dense() {
            self.image_plane().len(self.group_channels())
        } else {
            times(&[self.patch(), self.pixels[0], self.pixels[1]])
        }
    }

    /// How much memory the pixels take for the gradient of the weight: turned, or as wide as the rows of the taps.
    const fn pixels_len(&self) -> usize {
        let tight = times(&[self.group_filters(), self.pixels[0], self.pixels[1]]);
        let wide = if self.is_dense() { self.image_plane().output_len(self.group_filters()) } else { 0 };
        larger(tight, wide)
    }

    /// How much working memory the passes take.
    pub(crate) const fn scratch(&self) -> usize {
        let weights = times(&[self.patch(), self.group_filters()]);
        let gradient = self.rows_len().saturating_add(self.pixels_len());
        let (forward, backward) = if self.is_dense() {
            let (image, pixels) = (self.image_plane(), self.pixel_plane());
            (
                self.rows_len().saturating_add(image.output_len(self.group_filters())),
                pixels.len(self.group_filters()).saturating_add(pixels.output_len(self.group_channels())),
            )
        } else {
            (self.rows_len(), self.rows_len())
        };
        weights.saturating_add(larger(gradient, larger(forward, backward)))
    }

    /// `pixels = W image + bias`, for each sample.
    pub(crate) fn forward<T: Scalar>(
        &self,
        weight: &[T],
        bias: Option<&[T]>,
        images: &[T],
        pixels: &mut [T],
        scratch: &mut [T],
    ) {
        let (patch, filters, taps) = (self.patch(), self.group_filters(), self.taps());
        let (image_len, pixel_len) = self.group_lens();
        let (weights, scratch) = scratch.split_at_mut(patch * filters);
        for group in 0..self.groups {
            let range = group * patch * filters..(group + 1) * patch * filters;
            transpose(filters, patch, &weight[range], weights);
            let start = bias.map_or(Start::Zeros, |bias| Start::Each(&bias[group * filters..][..filters]));
            scratch[..self.rows_len()].fill(T::zero());
            let images = images.chunks_exact(image_len).skip(group).step_by(self.groups);
            let pixels = pixels.chunks_exact_mut(pixel_len).skip(group).step_by(self.groups);
            for (image, pixels) in images.zip(pixels) {
                let (rows, scratch) = self.rows(image, scratch);
                rows.sum(taps, weights, start, self.pixels, pixels, scratch);
            }
        }
    }

    /// `images = Wᵀ pixels + bias`, for each sample: the gradient of what [`forward`](Self::forward) reads.
    pub(crate) fn backward<T: Scalar>(
        &self,
        weight: &[T],
        bias: Option<&[T]>,
        pixels: &[T],
        images: &mut [T],
        scratch: &mut [T],
    ) {
        let (patch, filters, channels) = (self.patch(), self.group_filters(), self.group_channels());
        let (image_len, pixel_len) = self.group_lens();
        for group in 0..self.groups {
            let weight = &weight[group * patch * filters..][..patch * filters];
            let bias = bias.map(|bias| &bias[group * channels..][..channels]);
            let pixels = pixels.chunks_exact(pixel_len).skip(group).step_by(self.groups);
            let images = images.chunks_exact_mut(image_len).skip(group).step_by(self.groups);
            if self.is_dense() {
                let (weights, scratch) = scratch.split_at_mut(patch * filters);
                self.turn(weight, weights);
                let (plane, [height, width]) = (self.pixel_plane(), self.kernel);
                scratch[..plane.len(filters)].fill(T::zero());
                for (pixels, image) in pixels.zip(images) {
                    let (rows, scratch) = plane.rows(pixels, scratch);
                    let start = bias.map_or(Start::Zeros, Start::Each);
                    rows.sum([filters, height, width], weights, start, self.image, image, scratch);
                }
            } else {
                let count = pixel_len / filters;
                let patches = &mut scratch[..patch * count];
                for (pixels, image) in pixels.zip(images) {
                    let sizes = [patch, filters, count];
                    T::weighted_across(Weighted::plain(sizes, weight, pixels, Start::Zeros, patches));
                    for (c, channel) in image.chunks_exact_mut(image_len / channels).enumerate() {
                        channel.fill(bias.map_or(T::zero(), |bias| bias[c]));
                    }
                    self.add_patches(patches, image);
                }
            }
        }
    }

    /// `gradient = Σ pixels imageᵀ`, over the samples: the gradient of the weight.
    pub(crate) fn weight_gradient<T: Scalar>(
        &self,
        images: &[T],
        pixels: &[T],
        gradient: &mut [T],
        scratch: &mut [T],
    ) {
        let (patch, filters) = (self.patch(), self.group_filters());
        let (image_len, pixel_len) = self.group_lens();
        let [height, width] = self.pixels;
        let (sums, scratch) = scratch.split_at_mut(patch * filters);
        for group in 0..self.groups {
            let gradient = &mut gradient[group * patch * filters..][..patch * filters];
            let images = images.chunks_exact(image_len).skip(group).step_by(self.groups);
            let pixels = pixels.chunks_exact(pixel_len).skip(group).step_by(self.groups);
            scratch[..self.rows_len() + self.pixels_len()].fill(T::zero());
            if self.sums_along_pixels() {
                gradient.fill(T::zero());
                for (image, pixels) in images.zip(pixels) {
                    let (Rows { rows, steps, pitch }, scratch) = self.rows(image, scratch);
                    // As wide as the rows, with zeros between: what the rows have there does not count.
                    let k = (height - 1) * pitch + width;
                    let pixels = if pitch == width {
                        pixels
                    } else {
                        let room = &mut scratch[..filters * k];
                        for (room, pixels) in
                            room.chunks_exact_mut(k).zip(pixels.chunks_exact(height * width))
                        {
                            for (room, pixels) in room.chunks_mut(pitch).zip(pixels.chunks_exact(width)) {
                                room[..width].copy_from_slice(pixels);
                            }
                        }
                        room
                    };
                    let weight_at = Places { counts: self.taps(), steps };
                    let start = Start::Sums;
                    T::dot(Dot { k, n: patch, x: pixels, weight: rows, weight_at, start, y: gradient });
                }
            } else {
                sums.fill(T::zero());
                for (image, pixels) in images.zip(pixels) {
                    let (Rows { rows, steps, pitch }, scratch) = self.rows(image, scratch);
                    let turned = &mut scratch[..pixel_len];
                    transpose(filters, height * width, pixels, turned);
                    T::weighted(Weighted {
                        m: patch,
                        n: filters,
                        terms: [1, height, width],
                        weights: rows,
                        weights_at: Places { counts: self.taps(), steps },
                        weight_steps: [0, pitch],
                        rows: turned,
                        row_steps: [0, width * filters, filters],
                        start: Start::Sums,
                        sums,
                    });
                }
                transpose(patch, filters, sums, gradient);
            }
        }
    }

    /// Whether the gradient of the weight is summed with vectors along the pixels, which have to be added up at the end of
    /// each sample; otherwise they are along the filters, and the pixels have to be transposed.
    const fn sums_along_pixels(&self) -> bool {
        let pixels = self.pixels[0] * self.pixels[1];
        self.group_filters() < 4 || self.patch() * 3 <= pixels
    }

    /// How many entries of an image and of the pixels belong to a group.
    const fn group_lens(&self) -> (usize, usize) {
        let ([height, width], [rows, columns]) = (self.image, self.pixels);
        (self.group_channels() * height * width, self.group_filters() * rows * columns)
    }

    /// The rows of the taps, and what is left of the working memory.
    fn rows<'a, T: Scalar>(&self, image: &'a [T], scratch: &'a mut [T]) -> (Rows<'a, T>, &'a mut [T]) {
        if self.is_dense() {
            return self.image_plane().rows(image, scratch);
        }
        let (rows, scratch) = scratch.split_at_mut(self.rows_len());
        self.copy_patches(image, rows);
        let ([_, height, width], count) = (self.taps(), self.pixels[0] * self.pixels[1]);
        let steps = [height * width * count, width * count, count];
        (Rows { rows, steps, pitch: self.pixels[1] }, scratch)
    }

    /// Turns each kernel around, and lays the weights out for the sums of the way back: `[filters, kernel, channels]`.
    fn turn<T: Scalar>(&self, weight: &[T], turned: &mut [T]) {
        let (channels, kernel) = (self.group_channels(), self.kernel[0] * self.kernel[1]);
        for (filter, turned) in turned.chunks_exact_mut(channels * kernel).enumerate() {
            let weight = &weight[filter * channels * kernel..][..channels * kernel];
            for (tap, turned) in turned.chunks_exact_mut(channels).rev().enumerate() {
                for c in 0..channels {
                    turned[c] = weight[c * kernel + tap];
                }
            }
        }
    }
}

impl<T: Scalar> Rows<'_, T> {
    /// Writes an output of some size, each of its channels a weighted sum of the rows.
    fn sum(
        &self,
        taps: [usize; 3],
        weights: &[T],
        start: Start<'_, T>,
        [height, width]: [usize; 2],
        output: &mut [T],
        scratch: &mut [T],
    ) {
        let m = output.len() / (height * width);
        // The columns between a row and the next are computed too, except behind the last.
        let n = (height - 1) * self.pitch + width;
        let is_tight = self.pitch == width;
        // A kernel of one column has no inner step; the outer ones then move inwards, as the inner loop is the fast one.
        let (mut terms, mut row_steps) = (taps, self.steps);
        for _ in 0..2 {
            if terms[2] == 1 {
                (terms, row_steps) = ([1, terms[0], terms[1]], [0, row_steps[0], row_steps[1]]);
            }
        }
        let sums = if is_tight { &mut *output } else { &mut scratch[..m * n] };
        T::weighted_across(Weighted {
            m,
            n,
            terms,
            weights,
            weights_at: Places::every(0),
            weight_steps: [0, 0],
            rows: self.rows,
            row_steps,
            start,
            sums,
        });
        if !is_tight {
            for (sums, output) in scratch.chunks_exact(n).zip(output.chunks_exact_mut(height * width)) {
                for (sums, output) in sums.chunks(self.pitch).zip(output.chunks_exact_mut(width)) {
                    output.copy_from_slice(&sums[..width]);
                }
            }
        }
    }
}

/// From `rows` rows of `columns` entries to as many columns.
fn transpose<T: Scalar>(rows: usize, columns: usize, from: &[T], to: &mut [T]) {
    const BLOCK: usize = 8;
    let whole = rows - rows % BLOCK;
    for r in (0..whole).step_by(BLOCK) {
        let block: [&[T]; BLOCK] = std::array::from_fn(|b| &from[(r + b) * columns..][..columns]);
        for (column, to) in to.chunks_exact_mut(rows).take(columns).enumerate() {
            let to = &mut to[r..][..BLOCK];
            for b in 0..BLOCK {
                to[b] = block[b][column];
            }
        }
    }
    for r in whole..rows {
        for (to, from) in to.chunks_exact_mut(rows).zip(&from[r * columns..][..columns]) {
            to[r] = *from;
        }
    }
}
