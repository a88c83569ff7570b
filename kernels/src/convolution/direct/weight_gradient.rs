//! The gradient of a weight, and of the bias beside it.

use pulp::{Simd, WithSimd};

use super::channels::{Begin, Channels, Grid};
use super::offsets::Offsets;
use super::rows::is_along_rows;
use super::sliding::{self, SlidingGradient};
use super::{filled, from_line, is_direct, table, transpose};
use crate::Kernels;
use crate::convolution::Convolution;
use crate::convolution::weight_gradient::Samples;
use crate::lanes::{Lanes, count, fills_a_line};

/// The gradient of the weight of one group.
pub struct WeightGradient<'a, T> {
    pub sizes: Convolution,
    pub samples: Samples<'a, T>,
    pub gradient: &'a mut [T],
    pub scratch: &'a mut [T],
}

impl<T: Lanes + Kernels> WithSimd for WeightGradient<'_, T> {
    /// Whether it was done.
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> bool {
        if const { !is_direct::<S, T>() } {
            return false;
        }
        let (sizes, lanes) = (self.sizes, count::<S, T>());
        // More lanes without work than that, and adding up along the pixels is faster.
        let fills = filled::<S, T>(sizes.group_filters()) * 4 <= sizes.group_filters() * 5;
        if const { fills_a_line::<S, T>() } && !fills && is_along_rows(&sizes, lanes) {
            self.along_rows(simd);
            return true;
        }
        if !fills || const { !fills_a_line::<S, T>() } && sizes.sums_along_pixels() {
            return false;
        }
        self.along_filters(simd);
        true
    }
}

impl<T: Lanes + Kernels> WeightGradient<'_, T> {
    /// Vectors along the filters.
    #[inline(always)]
    fn along_filters<S: Simd>(self, simd: S) {
        let WeightGradient { sizes, samples, gradient, scratch } = self;
        let (patch, filters, [rows, columns]) = (sizes.patch(), sizes.group_filters(), sizes.pixels);
        let pitch_of_sums = filled::<S, T>(filters);
        let [down, right] = sizes.stride;
        let plane = sizes.spread_plane();
        let (pitch, plane_rows) = (plane.width(), plane.height());
        let (sums, scratch) = from_line::<S, T>(scratch).split_at_mut(patch * pitch_of_sums);
        let (turned, scratch) = scratch.split_at_mut(pitch_of_sums * rows * columns);
        let (list, scratch) = table(scratch, rows * columns);
        let slides = const { sliding::is_compiled::<S, T>() }
            && pitch_of_sums == count::<S, T>()
            && [down, right, sizes.dilation[1]] == [1; 3];
        let width = sliding::width(columns, sizes.kernel[1]).filter(|_| slides);
        // Each pixel, or each part of a row.
        let at_a_time = width.unwrap_or(1);
        let offsets =
            Offsets::new([1, rows, columns / at_a_time], [0, down * pitch, at_a_time * right], list);
        sums.fill(T::default());
        turned.fill(T::default());
        scratch[..plane.len(sizes.group_channels())].fill(T::default());
        samples.each(
            &sizes,
            #[inline(always)]
            |image, pixels| {
                let image = plane.rows(image, scratch).0.rows;
                transpose(simd, [filters, rows * columns], pixels, rows * columns, turned, pitch_of_sums);
                let steps = [plane_rows * pitch, sizes.dilation[0] * pitch, sizes.dilation[1]];
                // A constant first, so that nothing is compiled that never runs.
                if const { sliding::is_compiled::<S, T>() }
                    && let Some(width) = width
                {
                    simd.vectorize(SlidingGradient {
                        image,
                        kernel_rows: sizes.kernel[0],
                        steps: [steps[1], steps[0]],
                        kernel_columns: sizes.kernel[1],
                        width,
                        parts: offsets,
                        pixels: turned,
                        sums,
                    });
                } else {
                    simd.vectorize(Channels {
                        image,
                        places: Grid { counts: sizes.taps(), steps },
                        offsets,
                        weights: turned,
                        pitch: pitch_of_sums,
                        start: Begin::Sums,
                        sums,
                    });
                }
            },
        );
        transpose(simd, [patch, filters], sums, pitch_of_sums, gradient, patch);
    }
}
