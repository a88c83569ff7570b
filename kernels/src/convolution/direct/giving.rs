//! What some pixels give to the rows of a kernel, added where it lies.

use pulp::Simd;

use super::kernel_rows::unrolled;
use super::offsets::{Offsets, rows_fit};
use crate::lanes::{IS_THOROUGH, Lanes, Tail, count};

/// What pixels give, and where it is added.
pub(super) struct Giving<'a, T> {
    pub filters: Offsets<'a>,
    /// Filter by filter, the rows of the kernel, each with as many vectors.
    pub weights: &'a [T],
    pub pitch: usize,
    pub kernel_rows: usize,
    pub vectors_of_row: usize,
    /// How long the run of a kernel row is, and how far it is to that of the next.
    pub run: usize,
    pub step: usize,
}

impl<T: Lanes> Giving<'_, T> {
    /// Adds what `A B` pixels give, of which it is said where the first lies and how far it is to the next, and the same of where it
    /// gives to. Returns how many.
    #[inline(always)]
    pub fn add<S: Simd, const A: usize, const B: usize>(
        &self,
        simd: S,
        pixels: &[T],
        from: [usize; 2],
        image: &mut [T],
        to: [usize; 2],
    ) -> usize {
        // Where a pixel gives to the same row of the image as its neighbour does by the row of the kernel before, that is added up first,
        // if there are so many pixels that it pays.
        let together = if self.step == to[1] { self.kernel_rows } else { 1 };
        match together {
            3 if const { A * B >= 8 } => self.rows::<S, A, B, 3>(simd, pixels, from, image, to),
            5 if const { A * B >= 8 } => self.rows::<S, A, B, 5>(simd, pixels, from, image, to),
            _ => self.rows::<S, A, B, 1>(simd, pixels, from, image, to),
        }
        A * B
    }

    /// `K` rows of the kernel at a time.
    #[inline(always)]
    fn rows<S: Simd, const A: usize, const B: usize, const K: usize>(
        &self,
        simd: S,
        pixels: &[T],
        from: [usize; 2],
        image: &mut [T],
        to: [usize; 2],
    ) {
        let mut vector = 0;
        while const { IS_THOROUGH } && vector + 2 <= self.vectors_of_row {
            self.vectors::<S, A, B, K, 2>(simd, vector, pixels, from, image, to);
            vector += 2;
        }
        while vector < self.vectors_of_row {
            self.vectors::<S, A, B, K, 1>(simd, vector, pixels, from, image, to);
            vector += 1;
        }
    }

    /// `V` vectors of each row of the kernel, `K` rows after the other: what is just stored under a mask is not loaded again at once. A
    /// function of its own, so that the compiler has all registers for its innermost loop.
    #[inline(never)]
    fn vectors<S: Simd, const A: usize, const B: usize, const K: usize, const V: usize>(
        &self,
        simd: S,
        first: usize,
        pixels: &[T],
        from: [usize; 2],
        image: &mut [T],
        [place, to_step]: [usize; 2],
    ) {
        simd.vectorize(
            #[inline(always)]
            || {
                let lanes = count::<S, T>();
                let mut given = [(0, Tail::new(simd, 0)); V];
                for v in 0..V {
                    let at = (first + v) * lanes;
                    given[v] = (place + at, Tail::new(simd, (self.run - at).min(lanes)));
                }
                let row = self.vectors_of_row * lanes;
                for weights in (first * lanes..self.pitch).step_by(K * row) {
                    let given_by = (self.filters, &self.weights[weights..], [self.pitch, row]);
                    give::<S, T, A, B, K, V>(simd, pixels, from, given_by, image, given, to_step);
                    for v in 0..V {
                        given[v].0 += K * self.step;
                    }
                }
            },
        );
    }
}

/// How many rows of an image there are at most to which ten pixels give by five rows of a kernel.
const ROWS: usize = 14;

/// Adds `Σₜ pixels[place + r step + offsets[t]] weights[t pitch + k row_len ..]` to `image[to[v] + (r + k) to_step ..]`, for `A B` pixels and `K`
/// rows of the kernel: as many entries of each vector as it says.
#[inline(always)]
fn give<S: Simd, T: Lanes, const A: usize, const B: usize, const K: usize, const V: usize>(
    simd: S,
    pixels: &[T],
    [place, step]: [usize; 2],
    (offsets, weights, [pitch, row_len]): (Offsets<'_>, &[T], [usize; 2]),
    image: &mut [T],
    to: [(usize, Tail<S, T>); V],
    to_step: usize,
) {
    let width = (K - 1) * row_len + V * count::<S, T>();
    assert!(offsets.fit(&[place + (A * B - 1) * step], 1, pixels.len()), "a term outside of the pixels");
    assert!(rows_fit(offsets.len(), pitch, width, weights.len()), "fewer weights than terms");
    for (at, tail) in to {
        assert!(at + (A * B + K - 2) * to_step + tail.len() <= image.len(), "an entry outside of the image");
    }
    // Few pointers, which with the places of a few neighbours make all addresses: more would not be in registers.
    let mut from = [pixels.as_ptr(); A];
    for a in 0..A {
        from[a] = pixels[place + a * B * step..].as_ptr();
    }
    let mut sums = [[T::splat(simd, T::default()); V]; ROWS];
    unrolled!(k in 0..(K), {
        let mut row = weights[k * row_len..].as_ptr();
        for offset in offsets.list() {
            // SAFETY: as asserted, what lies at any of the offsets behind the last of the pixels is there, and as many rows of weights are.
            unsafe {
                let weights = row.cast::<[T::Vector<S>; V]>().read_unaligned();
                for a in 0..A {
                    for b in 0..B {
                        let x = T::splat(simd, *from[a].add(*offset as usize + b * step));
                        for v in 0..V {
                            let r = a * B + b + k;
                            sums[r][v] = T::mul_add(simd, x, weights[v], sums[r][v]);
                        }
                    }
                }
                row = row.wrapping_add(pitch);
            }
        }
    });
    let image = image.as_mut_ptr();
    for r in 0..A * B + K - 1 {
        for v in 0..V {
            let (at, tail) = to[v];
            // SAFETY: as asserted, as many entries as the mask has lanes are in the image, behind the last of the rows' places, too.
            unsafe {
                let image = image.add(at + r * to_step);
                let sum = T::plus(simd, T::load(simd, tail.mask(), image), sums[r][v]);
                T::store(simd, tail.mask(), image, sum);
            }
        }
    }
}
