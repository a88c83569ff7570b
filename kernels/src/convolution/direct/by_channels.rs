//! The way along the channels of an output.

use pulp::Simd;

use super::channels::{Begin, Channels, Grid};
use super::offsets::Offsets;
use super::sliding::{self, Sliding};
use super::{Slide, filled, table, transpose};
use crate::convolution::plane::Plane;
use crate::lanes::{Lanes, count};

impl<T: Lanes> Slide<'_, T> {
    /// Lays the weight out as `[channels read, kernel, channels written]`, with zeros behind the last of them, which then
    /// [fill](filled) vectors.
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
    pub(super) fn along_channels<S: Simd>(&mut self, simd: S, weights: &mut [T]) {
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
        let slides = const { sliding::is_compiled::<S, T>() }
            && filled::<S, T>(m) == count::<S, T>()
            && [down, right, self.dilation[1]] == [1; 3]
            && sliding::width(columns, kernel_columns).is_some();
        // Each pixel of the kernel, or each of its rows.
        let counts = [channels, kernel_rows, if slides { 1 } else { kernel_columns }];
        let offsets = Offsets::new(counts, steps, list);
        scratch[..plane.len(channels)].fill(T::default());
        let images =
            self.images.chunks_exact(channels * height * width).skip(self.group).step_by(self.groups);
        let outputs = self.output.chunks_exact_mut(m * rows * columns).skip(self.group).step_by(self.groups);
        for (image, output) in images.zip(outputs) {
            let image = plane.rows(image, scratch).0.rows;
            // A constant first, so that nothing is compiled that never runs.
            if const { sliding::is_compiled::<S, T>() } && slides {
                simd.vectorize(Sliding {
                    image,
                    image_pitch: pitch,
                    kernel_rows: offsets,
                    kernel_columns,
                    weights,
                    bias: self.bias,
                    pixels: [rows, columns],
                    sums: turned,
                });
            } else {
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
            }
            transpose(simd, [rows * columns, m], turned, filled::<S, T>(m), output, rows * columns);
        }
    }
}
