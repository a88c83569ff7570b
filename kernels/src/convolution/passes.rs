//! From an image to the pixels, and back.

use super::direct::{Slide, Spread};
use super::{Convolution, transpose};
use crate::Kernels;
use crate::rows::{Start, Weighted};

impl Convolution {
    /// `pixels = W image + bias`, for each sample.
    pub fn forward<T: Kernels>(
        &self,
        weight: &[T],
        bias: Option<&[T]>,
        images: &[T],
        pixels: &mut [T],
        scratch: &mut [T],
    ) {
        let (patch, filters, taps) = (self.patch(), self.group_filters(), self.taps());
        let (image_len, pixel_len) = self.group_lens();
        for group in 0..self.groups {
            let weight = &weight[group * patch * filters..][..patch * filters];
            let done = T::slide(Slide {
                from: [self.group_channels(), self.image[0], self.image[1]],
                to: [filters, self.pixels[0], self.pixels[1]],
                kernel: self.kernel,
                dilation: self.dilation,
                stride: self.stride,
                before: self.padding.map(|padding| padding as isize),
                weight,
                back: false,
                bias: bias.map(|bias| &bias[group * filters..][..filters]),
                images,
                output: pixels,
                group,
                groups: self.groups,
                scratch: &mut *scratch,
            });
            if done {
                continue;
            }
            let (weights, scratch) = scratch.split_at_mut(patch * filters);
            transpose(filters, patch, weight, patch, weights, filters);
            let start = bias.map_or(Start::Zeros, |bias| Start::Each(&bias[group * filters..][..filters]));
            scratch[..self.rows_len()].fill(T::default());
            let images = images.chunks_exact(image_len).skip(group).step_by(self.groups);
            let pixels = pixels.chunks_exact_mut(pixel_len).skip(group).step_by(self.groups);
            for (image, pixels) in images.zip(pixels) {
                let (rows, scratch) = self.rows(image, scratch);
                rows.sum(taps, weights, start, self.pixels, pixels, scratch);
            }
        }
    }

    /// `images = Wᵀ pixels + bias`, for each sample: the gradient of what [`forward`](Self::forward) reads.
    pub fn backward<T: Kernels>(
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
            if T::spread(Spread { sizes: *self, weight, bias, pixels, images, group, scratch: &mut *scratch })
            {
                continue;
            }
            if self.is_dense() {
                let done = T::slide(Slide {
                    from: [filters, self.pixels[0], self.pixels[1]],
                    to: [channels, self.image[0], self.image[1]],
                    kernel: self.kernel,
                    dilation: self.dilation,
                    stride: self.stride,
                    before: self.before_pixels(),
                    weight,
                    back: true,
                    bias,
                    images: pixels,
                    output: images,
                    group,
                    groups: self.groups,
                    scratch: &mut *scratch,
                });
                if done {
                    continue;
                }
            }
            let pixels = pixels.chunks_exact(pixel_len).skip(group).step_by(self.groups);
            let images = images.chunks_exact_mut(image_len).skip(group).step_by(self.groups);
            if self.is_dense() {
                let (weights, scratch) = scratch.split_at_mut(patch * filters);
                self.turn(weight, weights);
                let (plane, [height, width]) = (self.pixel_plane(), self.kernel);
                scratch[..plane.len(filters)].fill(T::default());
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
                        channel.fill(bias.map_or(T::default(), |bias| bias[c]));
                    }
                    self.add_patches(patches, image);
                }
            }
        }
    }

    /// Turns each kernel around, and lays the weights out for the sums of the way back: `[filters, kernel, channels]`.
    fn turn<T: Kernels>(&self, weight: &[T], turned: &mut [T]) {
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
