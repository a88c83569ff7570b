//! Convolutions of any size, as products: each kernel pixel of each channel, a tap, is a row of the image.
//!
//! At a stride of 1 nothing is laid out but a margin of zeros: the image is copied into a plane that has one, the output is
//! computed at the width of that plane, and so the row of each tap is the plane from a later place on. At other strides the
//! rows are copied, each tap a row of as many pixels as the output has.
//!
//! With AVX2 and AVX-512 each sum is added up from places that a table lists ([`direct`]): vectors lie along a row of the output's
//! pixels, or along its channels, whichever fill them better; sizes that fill neither are computed as above. Working memory is
//! reserved for both on every machine, as its size is a constant.
//!
//! Each sample is computed alone, so a batch gives, bit for bit, what its samples give one by one.

mod direct;
mod passes;
mod patches;
mod plane;
pub mod shared;
mod taps;
#[cfg(test)]
mod tests;
mod weight_gradient;

pub use direct::{Slide, Spread, WeightGradient};
use plane::Plane;

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
    pub const fn patch(&self) -> usize {
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

    /// How many rows and columns of zeros are before the pixels on the way back.
    const fn before_pixels(&self) -> [isize; 2] {
        let ([height, width], [down, right], [top, left]) = (self.kernel, self.dilation, self.padding);
        [
            (times(&[height - 1, down]) as isize).saturating_sub(top as isize),
            (times(&[width - 1, right]) as isize).saturating_sub(left as isize),
        ]
    }

    /// What the pixels are read from on the way back, at a stride of 1, where a kernel turned around slides over them.
    const fn pixel_plane(&self) -> Plane {
        let before = self.before_pixels();
        Plane::new(self.pixels, before, self.image, self.kernel, self.dilation)
    }

    /// What the image is read from pixel by pixel, at any stride.
    const fn spread_plane(&self) -> Plane {
        let ([top, left], [rows, columns], [down, right]) = (self.padding, self.pixels, self.stride);
        let output =
            [times(&[rows - 1, down]).saturating_add(1), times(&[columns - 1, right]).saturating_add(1)];
        Plane::new(self.image, [top as isize, left as isize], output, self.kernel, self.dilation)
    }

    /// How much working memory [`direct`] takes beside the weights: a table, an image with its margins, and an output.
    const fn direct_scratch(&self) -> usize {
        let (channels, filters, [rows, columns]) = (self.group_channels(), self.group_filters(), self.pixels);
        let ([height, width], [_, right]) = (self.image, self.dilation);
        let [kernel_rows, kernel_columns] = self.kernel;
        let count = times(&[rows, columns]);
        let (whole, left) = (self.spread_plane(), self.padding[1] as isize);
        let beside = Plane::beside(self.image, left, columns, kernel_columns, right);
        let image = larger(whole.len(channels), beside.len(channels));
        let forward = larger(self.patch(), count)
            .saturating_add(times(&[padded(filters), count]))
            .saturating_add(image);
        if !self.is_dense() {
            return forward;
        }
        let beside = Plane::beside(self.pixels, self.before_pixels()[1], width, kernel_columns, right);
        let pixels = larger(self.pixel_plane().len(filters), beside.len(filters));
        let table = times(&[filters, kernel_rows, kernel_columns]);
        let back = table.saturating_add(times(&[padded(channels), height, width])).saturating_add(pixels);
        larger(forward, back)
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
    pub const fn scratch(&self) -> usize {
        let [height, width] = self.kernel;
        let weights = larger(
            times(&[self.patch(), padded(self.group_filters())]),
            times(&[padded(self.group_channels()), height, width, self.group_filters()]),
        );
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
        let passes = larger(larger(gradient, self.direct_scratch()), larger(forward, backward));
        let direct = larger(direct::spread_scratch(self), direct::rows_scratch(self));
        larger(weights.saturating_add(passes), direct).saturating_add(direct::LINE)
    }

    /// How many entries of an image and of the pixels belong to a group.
    const fn group_lens(&self) -> (usize, usize) {
        let ([height, width], [rows, columns]) = (self.image, self.pixels);
        (self.group_channels() * height * width, self.group_filters() * rows * columns)
    }
}

/// From `rows` rows of `columns` entries, which begin a pitch apart, to as many columns, which do so, too.
fn transpose<T: Copy>(
    rows: usize,
    columns: usize,
    from: &[T],
    from_pitch: usize,
    to: &mut [T],
    to_pitch: usize,
) {
    const BLOCK: usize = 8;
    let whole = rows - rows % BLOCK;
    for r in (0..whole).step_by(BLOCK) {
        let block: [&[T]; BLOCK] = std::array::from_fn(|b| &from[(r + b) * from_pitch..][..columns]);
        for (column, to) in to.chunks_mut(to_pitch).take(columns).enumerate() {
            let to = &mut to[r..][..BLOCK];
            for b in 0..BLOCK {
                to[b] = block[b][column];
            }
        }
    }
    for r in whole..rows {
        for (to, from) in to.chunks_mut(to_pitch).zip(&from[r * from_pitch..][..columns]) {
            to[r] = *from;
        }
    }
}

/// Room for how many channels each row of them has, where vectors go along them: as many as fill those of any machine.
const fn padded(channels: usize) -> usize {
    let vector = if channels <= 8 { 8 } else { 16 };
    channels.saturating_add(vector - 1) / vector * vector
}
