//! The gradient of a weight, with vectors along the filters.

use pulp::{Simd, WithSimd};

use super::channels::{Begin, Channels, Grid};
use super::tiles::Offsets;
use super::{filled, from_line, is_direct, table, transpose};
use crate::convolution::Convolution;
use crate::lanes::Lanes;

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
        if const { !is_direct::<S, T>() } {
            return false;
        }
        let WeightGradient { sizes, images, pixels, gradient, group, scratch } = self;
        let (patch, filters, [rows, columns]) = (sizes.patch(), sizes.group_filters(), sizes.pixels);
        // More lanes without work than that, and adding up along the pixels is faster.
        let pitch_of_sums = filled::<S, T>(filters);
        if pitch_of_sums * 4 > filters * 5 {
            return false;
        }
        let ((image_len, pixel_len), [down, right]) = (sizes.group_lens(), sizes.stride);
        let plane = sizes.spread_plane();
        let (pitch, plane_rows) = (plane.width(), plane.height());
        let (sums, scratch) = from_line::<S, T>(scratch).split_at_mut(patch * pitch_of_sums);
        let (turned, scratch) = scratch.split_at_mut(pitch_of_sums * rows * columns);
        let (list, scratch) = table(scratch, rows * columns);
        let offsets = Offsets::new([1, rows, columns], [0, down * pitch, right], list);
        sums.fill(T::default());
        turned.fill(T::default());
        scratch[..plane.len(sizes.group_channels())].fill(T::default());
        let images = images.chunks_exact(image_len).skip(group).step_by(sizes.groups);
        let pixels = pixels.chunks_exact(pixel_len).skip(group).step_by(sizes.groups);
        for (image, pixels) in images.zip(pixels) {
            let image = plane.rows(image, scratch).0.rows;
            transpose(simd, [filters, rows * columns], pixels, rows * columns, turned, pitch_of_sums);
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
        transpose(simd, [patch, filters], sums, pitch_of_sums, gradient, patch);
        true
    }
}
