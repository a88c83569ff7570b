//! The rows that the taps of a kernel find, and weighted sums of them.

use super::Convolution;
use crate::Kernels;
use crate::rows::{End, Places, Start, Weighted};

/// What the taps of a kernel find their rows in.
pub(super) struct Rows<'a, T> {
    pub rows: &'a [T],
    /// From channel to channel, from kernel row to kernel row, from kernel pixel to kernel pixel.
    pub steps: [usize; 3],
    /// From row to row of the output.
    pub pitch: usize,
}

impl Convolution {
    /// The rows of the taps, and what is left of the working memory.
    pub(super) fn rows<'a, T: Kernels>(
        &self,
        image: &'a [T],
        scratch: &'a mut [T],
    ) -> (Rows<'a, T>, &'a mut [T]) {
        if self.is_dense() {
            return self.image_plane().rows(image, scratch);
        }
        let (rows, scratch) = scratch.split_at_mut(self.rows_len());
        self.copy_patches(image, rows);
        let ([_, height, width], count) = (self.taps(), self.pixels[0] * self.pixels[1]);
        let steps = [height * width * count, width * count, count];
        (Rows { rows, steps, pitch: self.pixels[1] }, scratch)
    }
}

impl<T: Kernels> Rows<'_, T> {
    /// Writes an output of some size, each of its channels a weighted sum of the rows.
    pub(super) fn sum(
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
            pitch: m,
            rows: self.rows,
            row_steps,
            start,
            end: End::Written,
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
