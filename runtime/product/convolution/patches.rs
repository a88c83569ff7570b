//! The rows of the taps at any stride: what each tap sees at each pixel of the output.

use std::ops::Range;

use super::Convolution;
use crate::Scalar;

impl Convolution {
    /// Lays out what each tap sees, `[taps, pixels]`.
    pub(super) fn copy_patches<T: Scalar>(&self, image: &[T], patches: &mut [T]) {
        let ([height, width], [rows, columns], [down, right]) = (self.image, self.pixels, self.stride);
        for (tap, seen) in patches.chunks_exact_mut(rows * columns).enumerate() {
            let ([i, j], image) = (self.place(tap), &image[self.channel(tap) * height * width..]);
            let (inside_rows, inside) = (self.inside(0, i), self.inside(1, j));
            for (row, seen) in seen.chunks_exact_mut(columns).enumerate() {
                if inside.is_empty() || !inside_rows.contains(&row) {
                    seen.fill(T::zero());
                    continue;
                }
                let at =
                    (row * down + i - self.padding[0]) * width + inside.start * right + j - self.padding[1];
                seen[..inside.start].fill(T::zero());
                seen[inside.end..].fill(T::zero());
                for (seen, x) in seen[inside.clone()].iter_mut().zip(image[at..].iter().step_by(right)) {
                    *seen = *x;
                }
            }
        }
    }

    /// Adds what each tap gives to where it sees.
    pub(super) fn add_patches<T: Scalar>(&self, patches: &[T], image: &mut [T]) {
        let ([height, width], [rows, columns], [down, right]) = (self.image, self.pixels, self.stride);
        for (tap, given) in patches.chunks_exact(rows * columns).enumerate() {
            let ([i, j], image) = (self.place(tap), &mut image[self.channel(tap) * height * width..]);
            let (inside_rows, inside) = (self.inside(0, i), self.inside(1, j));
            for row in inside_rows {
                if inside.is_empty() {
                    continue;
                }
                let at =
                    (row * down + i - self.padding[0]) * width + inside.start * right + j - self.padding[1];
                let given = &given[row * columns..][inside.clone()];
                for (x, given) in image[at..].iter_mut().step_by(right).zip(given) {
                    *x += *given;
                }
            }
        }
    }

    /// The channel of a tap, within its group.
    fn channel(&self, tap: usize) -> usize {
        tap / (self.kernel[0] * self.kernel[1])
    }

    /// How far below and to the right of the first tap of its channel a tap is.
    fn place(&self, tap: usize) -> [usize; 2] {
        let ([height, width], [down, right]) = (self.kernel, self.dilation);
        [tap / width % height * down, tap % width * right]
    }

    /// The rows (or columns) of the output for which a tap at `place` sees a row (or column) of the image.
    fn inside(&self, axis: usize, place: usize) -> Range<usize> {
        let (stride, padding) = (self.stride[axis], self.padding[axis]);
        let begin = padding.saturating_sub(place).div_ceil(stride);
        let end = (self.image[axis] + padding).saturating_sub(place).div_ceil(stride).min(self.pixels[axis]);
        begin.min(end)..end
    }
}
