//! The innermost loops of what slides: the columns of a kernel row are in registers, and each pixel is read once for all of them.

use pulp::Simd;

use super::offsets::{Offsets, rows_fit};
use crate::lanes::{Lanes, count};

/// A loop of up to 18 rounds, all of which are written out: of a longer body, the compiler would not do that, and what is indexed by
/// the counter would not be in registers.
macro_rules! unrolled {
    ($i:ident in 0..($end:expr), $body:block) => {
        unrolled!($i ($end) $body 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17);
    };
    ($i:ident ($end:expr) $body:block $($round:literal)*) => {
        $(
            if const { $round < $end } {
                let $i = $round;
                $body
            }
        )*
    };
}

pub(super) use unrolled;

/// Adds `Σₜ Σₖ image[place + r + offsets[t] + k] weights[(t COLUMNS + k) pitch ..]` to the sums `r`: vectors along the channels of the
/// output, of which `M` lie in a row.
#[inline(always)]
pub(super) fn along_kernel_rows<S: Simd, T: Lanes, const M: usize, const COLUMNS: usize>(
    simd: S,
    image: &[T],
    place: usize,
    offsets: Offsets<'_>,
    weights: &[T],
    pitch: usize,
    sums: &mut [T::Vector<S>; M],
) {
    assert!(offsets.fit(&[place], M + COLUMNS - 1, image.len()), "a term outside of the image");
    let rows = offsets.len() * COLUMNS;
    assert!(rows_fit(rows, pitch, count::<S, T>(), weights.len()), "fewer weights than terms");
    let (from, mut row) = (image[place..].as_ptr(), weights.as_ptr());
    let mut all = *sums;
    for offset in offsets.list() {
        // SAFETY: as asserted, all that the columns of a kernel see from any of the offsets on is in the image, and there are as many rows
        // of weights.
        unsafe {
            let mut weights = [T::splat(simd, T::default()); COLUMNS];
            for k in 0..COLUMNS {
                weights[k] = row.cast::<T::Vector<S>>().read_unaligned();
                row = row.wrapping_add(pitch);
            }
            let from = from.add(*offset as usize);
            unrolled!(i in 0..(M + COLUMNS - 1), {
                let x = T::splat(simd, *from.add(i));
                for k in 0..COLUMNS {
                    if i >= k && i - k < M {
                        all[i - k] = T::mul_add(simd, x, weights[k], all[i - k]);
                    }
                }
            });
        }
    }
    *sums = all;
}

/// Adds `Σₜ Σᵢ image[places[r] + offsets[t] + i + k] pixels[t M + i]` to the sums `r` and `k`: of the gradient of a weight, the columns
/// of some rows of the kernel, with vectors along the channels of the output, of whose pixels `M` lie in a row.
#[inline(always)]
pub(super) fn of_kernel_rows<S: Simd, T: Lanes, const R: usize, const COLUMNS: usize, const M: usize>(
    simd: S,
    image: &[T],
    places: [usize; R],
    offsets: Offsets<'_>,
    pixels: &[T::Vector<S>],
    sums: &mut [[T::Vector<S>; COLUMNS]; R],
) {
    assert!(offsets.fit(&places, M + COLUMNS - 1, image.len()), "a term outside of the image");
    let mut from = [image.as_ptr(); R];
    for r in 0..R {
        from[r] = image[places[r]..].as_ptr();
    }
    let (pixels, others) = pixels.as_chunks::<M>();
    assert!(pixels.len() == offsets.len() && others.is_empty(), "pixels for each place");
    let mut all = *sums;
    for (offset, pixels) in offsets.list().iter().zip(pixels) {
        // In a local, which the compiler keeps in registers.
        let pixels = *pixels;
        unrolled!(i in 0..(M + COLUMNS - 1), {
            for r in 0..R {
                // SAFETY: as asserted, all that the columns of a kernel see from any of the offsets on is in the image.
                let x = T::splat(simd, unsafe { *from[r].add(*offset as usize + i) });
                for k in 0..COLUMNS {
                    if i >= k && i - k < M {
                        all[r][k] = T::mul_add(simd, x, pixels[i - k], all[r][k]);
                    }
                }
            }
        });
    }
    *sums = all;
}
