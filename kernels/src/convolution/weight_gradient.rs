//! The gradient of the weight, and of the bias.

use super::direct::WeightGradient;
use super::taps::Rows;
use super::{Convolution, transpose};
use crate::Kernels;
use crate::dot::Dot;
use crate::rows::{End, Places, Start, Weighted};
use crate::threads::Columns;

/// The samples, of which one group is looked at.
pub struct Samples<'a, T> {
    pub images: &'a [T],
    pub pixels: &'a [T],
    pub group: usize,
    /// The gradient of the bias, to which their pixels are added.
    pub bias: Option<&'a mut [T]>,
}

impl<T: Kernels> Samples<'_, T> {
    /// Calls with the image and the pixels of each, and then adds the pixels to the gradient of the bias, as they are in the cache.
    #[inline(always)]
    pub fn each(self, sizes: &Convolution, mut visit: impl FnMut(&[T], &[T])) {
        let Samples { images, pixels, group, mut bias } = self;
        let ((image_len, pixel_len), [rows, columns]) = (sizes.group_lens(), sizes.pixels);
        let images = images.chunks_exact(image_len).skip(group).step_by(sizes.groups);
        let pixels = pixels.chunks_exact(pixel_len).skip(group).step_by(sizes.groups);
        for (image, pixels) in images.zip(pixels) {
            visit(image, pixels);
            if let Some(bias) = &mut bias {
                T::add_row_sums(rows * columns, pixels, bias);
            }
        }
    }
}

impl Convolution {
    /// `gradient = Σ pixels imageᵀ`, over the samples: the gradient of the weight; and `bias = Σ pixels`, if it is asked for.
    pub fn weight_gradient<T: Kernels>(
        &self,
        images: &[T],
        pixels: &[T],
        gradient: &mut [T],
        mut bias: Option<&mut [T]>,
        scratch: &mut [T],
    ) {
        let (patch, filters) = (self.patch(), self.group_filters());
        let (_, pixel_len) = self.group_lens();
        let [height, width] = self.pixels;
        if let Some(bias) = &mut bias {
            bias.fill(T::default());
        }
        for group in 0..self.groups {
            let mut bias = bias.as_mut().map(|bias| &mut bias[group * filters..][..filters]);
            let gradient = &mut gradient[group * patch * filters..][..patch * filters];
            let samples = Samples { images, pixels, group, bias: bias.as_deref_mut() };
            let direct = WeightGradient { sizes: *self, samples, gradient, scratch: &mut *scratch };
            if T::weight_gradient(direct) {
                continue;
            }
            let (sums, scratch) = scratch.split_at_mut(patch * filters);
            let samples = Samples { images, pixels, group, bias };
            scratch[..self.rows_len() + self.pixels_len()].fill(T::default());
            if self.sums_along_pixels() {
                gradient.fill(T::default());
                samples.each(self, |image, pixels| {
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
                    let y = Columns::of_rows(gradient, patch);
                    T::dot(Dot { k, x: pixels, weight: rows, weight_at, start, y });
                });
            } else {
                sums.fill(T::default());
                samples.each(self, |image, pixels| {
                    let (Rows { rows, steps, pitch }, scratch) = self.rows(image, scratch);
                    let turned = &mut scratch[..pixel_len];
                    transpose(filters, height * width, pixels, height * width, turned, filters);
                    T::weighted(Weighted {
                        m: patch,
                        n: filters,
                        terms: [1, height, width],
                        weights: rows,
                        weights_at: Places { counts: self.taps(), steps },
                        weight_steps: [0, pitch],
                        pitch: patch,
                        rows: turned,
                        row_steps: [0, width * filters, filters],
                        start: Start::Sums,
                        end: End::Written,
                        sums,
                    });
                });
                transpose(patch, filters, sums, filters, gradient, patch);
            }
        }
    }

    /// Whether the gradient of the weight is summed with vectors along the pixels, which have to be added up at the end of
    /// each sample; otherwise they are along the filters, and the pixels have to be transposed.
    pub(super) const fn sums_along_pixels(&self) -> bool {
        let pixels = self.pixels[0] * self.pixels[1];
        self.group_filters() < 4 || self.patch() * 3 <= pixels
    }
}
