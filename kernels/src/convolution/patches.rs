//! The rows of the taps at any stride: what each tap sees at each pixel of the output.

use std::ops::Range;

use super::Convolution;
use crate::Kernels;

impl Convolution {
    /// Lays out what each tap sees, `[taps, pixels]`, in memory that is clear where it sees the margin.
    pub(super) fn copy_patches<T: Kernels>(&self, image: &[T], patches: &mut [T]) {
        self.for_each_run(|seen, at, len| {
            let seen = &mut patches[seen..][..len];
            match self.stride[1] {
                1 => seen.copy_from_slice(&image[at..][..len]),
                2 => copy_every::<_, 2>(&image[at..], seen),
                stride => {
                    for (seen, x) in seen.iter_mut().zip(image[at..].iter().step_by(stride)) {
                        *seen = *x;
                    }
                }
            }
        });
    }

    /// Adds what each tap gives to where it sees.
    pub(super) fn add_patches<T: Kernels>(&self, patches: &[T], image: &mut [T]) {
        self.for_each_run(|given, at, len| {
            let given = &patches[given..][..len];
            match self.stride[1] {
                2 => add_every::<_, 2>(given, &mut image[at..]),
                stride => {
                    for (x, given) in image[at..].iter_mut().step_by(stride).zip(given) {
                        *x += *given;
                    }
                }
            }
        });
    }

    /// Calls for each tap and each row of the output, with where its run of pixels that see the image begins, where the first
    /// of them sees, and how many there are.
    #[inline(always)]
    fn for_each_run(&self, mut visit: impl FnMut(usize, usize, usize)) {
        let ([height, width], [rows, columns], [down, right]) = (self.image, self.pixels, self.stride);
        for tap in 0..self.patch() {
            let [i, j] = self.place(tap);
            let (inside_rows, inside) = (self.inside(0, i), self.inside(1, j));
            if inside.is_empty() {
                continue;
            }
            for row in inside_rows {
                let y = self.channel(tap) * height + row * down + i - self.padding[0];
                let x = inside.start * right + j - self.padding[1];
                visit((tap * rows + row) * columns + inside.start, y * width + x, inside.len());
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

/// Copies every `STEP`th entry, beginning with the first.
#[inline(always)]
fn copy_every<T: Kernels, const STEP: usize>(from: &[T], to: &mut [T]) {
    // Whole steps, which the compiler puts into vectors; behind the last entry there may be less than a step.
    let Some((last, to)) = to.split_last_mut() else { return };
    let (steps, _) = from.as_chunks::<STEP>();
    *last = from[to.len() * STEP];
    for (to, step) in to.iter_mut().zip(steps) {
        *to = step[0];
    }
}

/// Adds to every `STEP`th entry, beginning with the first.
#[inline(always)]
fn add_every<T: Kernels, const STEP: usize>(from: &[T], to: &mut [T]) {
    let Some((last, from)) = from.split_last() else { return };
    to[from.len() * STEP] += *last;
    let (steps, _) = to.as_chunks_mut::<STEP>();
    for (step, from) in steps.iter_mut().zip(from) {
        step[0] += *from;
    }
}
