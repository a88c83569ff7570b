//! Sums along the channels of an output, a row of the kernel at a time: each pixel is read once for all columns of the kernel.

use pulp::{Simd, WithSimd};

use super::kernel_rows::{along_kernel_rows, of_kernel_rows};
use super::offsets::Offsets;
use crate::lanes::{IS_THOROUGH, Lanes, Tail, count, fills_a_line};

/// How many pixels of a row are added up at a time, and of how many columns a kernel is: those that are compiled.
pub(super) const WIDTHS: [usize; 4] = [14, 12, 10, 8];

/// Whether it is compiled for a machine; [`Channels`](super::channels::Channels) gives the same bits.
pub(super) const fn is_compiled<S: Simd, T: Lanes>() -> bool {
    IS_THOROUGH && fills_a_line::<S, T>()
}

/// `sums[(row columns + column) pitch + m] = bias[m] + Σₜ image[(row pitch + column) + offsets[t] ..] weights[t ..]`, at a stride of
/// 1, for channels that fill one vector.
pub(super) struct Sliding<'a, T> {
    pub image: &'a [T],
    /// How far it is from row to row of the image.
    pub image_pitch: usize,
    /// Where the rows of the kernel lie, each with as many columns.
    pub kernel_rows: Offsets<'a>,
    pub kernel_columns: usize,
    pub weights: &'a [T],
    pub bias: Option<&'a [T]>,
    /// Rows and columns of the output.
    pub pixels: [usize; 2],
    pub sums: &'a mut [T],
}

/// Into how many parts rows of so many pixels are divided, for kernels of so many columns, if there is code for that.
pub(super) fn width(columns: usize, kernel_columns: usize) -> Option<usize> {
    let divides = |width: &&usize| columns.is_multiple_of(**width);
    WIDTHS.iter().find(divides).copied().filter(|_| matches!(kernel_columns, 3 | 5))
}

/// The same for the gradient of a weight: `sums[t kernel_columns + k] += Σᵢ image[places(t) + offsets(i) + k] pixels[i]`.
pub(super) struct SlidingGradient<'a, T> {
    pub image: &'a [T],
    /// Where rows of the kernel see their first pixels: how many there are in each channel, and how far it is to the next row and to
    /// the next channel.
    pub kernel_rows: usize,
    pub steps: [usize; 2],
    pub kernel_columns: usize,
    /// How many pixels lie in a part of a row, and where these parts are.
    pub width: usize,
    pub parts: Offsets<'a>,
    pub pixels: &'a [T],
    pub sums: &'a mut [T],
}

impl<T: Lanes> WithSimd for SlidingGradient<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        // As many rows of the kernel as give the sums that the machine has to have under way.
        match (self.width, self.kernel_columns) {
            (14, 5) => self.all::<S, 2, 5, 14>(simd),
            (12, 5) => self.all::<S, 2, 5, 12>(simd),
            (10, 5) => self.all::<S, 2, 5, 10>(simd),
            (_, 5) => self.all::<S, 2, 5, 8>(simd),
            (14, _) => self.all::<S, 3, 3, 14>(simd),
            (12, _) => self.all::<S, 3, 3, 12>(simd),
            (10, _) => self.all::<S, 3, 3, 10>(simd),
            _ => self.all::<S, 3, 3, 8>(simd),
        }
    }
}

impl<T: Lanes> SlidingGradient<'_, T> {
    /// `R` rows of the kernel at a time, and then one by one.
    #[inline(always)]
    fn all<S: Simd, const R: usize, const COLUMNS: usize, const M: usize>(&mut self, simd: S) {
        let (kernel_rows, [down, across]) = (self.kernel_rows, self.steps);
        let place = |i: usize| i / kernel_rows * across + i % kernel_rows * down;
        let rows = self.sums.len() / (count::<S, T>() * COLUMNS);
        let whole = rows / R * R;
        for i in (0..whole).step_by(R) {
            let mut places = [0; R];
            for r in 0..R {
                places[r] = place(i + r);
            }
            self.tile::<S, R, COLUMNS, M>(simd, i, places);
        }
        for i in whole..rows {
            self.tile::<S, 1, COLUMNS, M>(simd, i, [place(i)]);
        }
    }

    /// A function of its own, so that the compiler has all registers for its innermost loop.
    #[inline(never)]
    fn tile<S: Simd, const R: usize, const COLUMNS: usize, const M: usize>(
        &mut self,
        simd: S,
        i: usize,
        places: [usize; R],
    ) {
        simd.vectorize(
            #[inline(always)]
            || {
                let pixels = T::vectors::<S>(self.pixels).0;
                let sums = T::vectors_mut::<S>(self.sums).0.as_chunks_mut::<COLUMNS>().0;
                let sums: &mut [_; R] = (&mut sums[i..i + R]).try_into().expect("as many rows");
                of_kernel_rows::<S, T, R, COLUMNS, M>(simd, self.image, places, self.parts, pixels, sums);
            },
        );
    }
}

impl<T: Lanes> WithSimd for Sliding<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let width = width(self.pixels[1], self.kernel_columns).expect("it was asked for");
        match (width, self.kernel_columns) {
            (14, 5) => self.all::<S, 14, 5>(simd),
            (12, 5) => self.all::<S, 12, 5>(simd),
            (10, 5) => self.all::<S, 10, 5>(simd),
            (_, 5) => self.all::<S, 8, 5>(simd),
            (14, _) => self.all::<S, 14, 3>(simd),
            (12, _) => self.all::<S, 12, 3>(simd),
            (10, _) => self.all::<S, 10, 3>(simd),
            _ => self.all::<S, 8, 3>(simd),
        }
    }
}

impl<T: Lanes> Sliding<'_, T> {
    /// A function of its own, so that the compiler has all registers for its innermost loop.
    #[inline(never)]
    fn all<S: Simd, const WIDTH: usize, const COLUMNS: usize>(&mut self, simd: S) {
        simd.vectorize(
            #[inline(always)]
            || self.rows::<S, WIDTH, COLUMNS>(simd),
        );
    }

    #[inline(always)]
    fn rows<S: Simd, const WIDTH: usize, const COLUMNS: usize>(&mut self, simd: S) {
        let ([_, columns], lanes) = (self.pixels, count::<S, T>());
        let mut start = T::splat(simd, T::default());
        if let Some(bias) = self.bias {
            start = Tail::new(simd, bias.len()).load(bias);
        }
        let parts = columns / WIDTH;
        for (i, sums) in T::vectors_mut::<S>(self.sums).0.chunks_exact_mut(WIDTH).enumerate() {
            let place = i / parts * self.image_pitch + i % parts * WIDTH;
            let mut all = [start; WIDTH];
            along_kernel_rows::<S, T, WIDTH, COLUMNS>(
                simd,
                self.image,
                place,
                self.kernel_rows,
                self.weights,
                lanes,
                &mut all,
            );
            sums.copy_from_slice(&all);
        }
    }
}
