//! The innermost loops of a convolution: a few sums in registers, whose terms lie in an image at places that a table says.

use pulp::Simd;

use super::offsets::{Offsets, rows_fit};
use crate::lanes::{Lanes, Tail, count};

/// Adds `Σₜ image[places[r] + offsets[t]] weights[t pitch + ..]` to the sums `r`: vectors along the channels of the output.
#[inline(always)]
pub(super) fn along_channels<S: Simd, T: Lanes, const M: usize, const V: usize>(
    simd: S,
    image: &[T],
    places: [usize; M],
    offsets: Offsets<'_>,
    weights: &[T],
    pitch: usize,
    sums: &mut [[T::Vector<S>; V]; M],
) {
    assert!(offsets.fit(&places, 1, image.len()), "a term outside of the image");
    assert!(rows_fit(offsets.len(), pitch, V * count::<S, T>(), weights.len()), "fewer weights than terms");
    let (mut from, mut row) = ([image.as_ptr(); M], weights.as_ptr());
    // A loop: of `map`, the compiler makes a call.
    for r in 0..M {
        from[r] = image[places[r]..].as_ptr();
    }
    // In a local, which the compiler keeps in registers.
    let mut all = *sums;
    for offset in offsets.list() {
        // SAFETY: as asserted, what lies at any of the offsets behind a place is in the image, and there are as many rows of weights.
        unsafe {
            let weights = row.cast::<[T::Vector<S>; V]>().read_unaligned();
            for r in 0..M {
                let x = T::splat(simd, *from[r].add(*offset as usize));
                for v in 0..V {
                    all[r][v] = T::mul_add(simd, x, weights[v], all[r][v]);
                }
            }
            row = row.wrapping_add(pitch);
        }
    }
    *sums = all;
}

/// Adds `Σₜ weights[t pitch + r] image[places[v] + offsets[t] ..]` to the sums `r`: vectors along the pixels of the output.
#[inline(always)]
pub(super) fn along_pixels<S: Simd, T: Lanes, const M: usize, const V: usize>(
    simd: S,
    image: &[T],
    places: [usize; V],
    offsets: Offsets<'_>,
    weights: &[T],
    pitch: usize,
    sums: &mut [[T::Vector<S>; V]; M],
) {
    assert!(offsets.fit(&places, count::<S, T>(), image.len()), "a term outside of the image");
    assert!(rows_fit(offsets.len(), pitch, M, weights.len()), "fewer weights than terms");
    let (image, mut row) = (image.as_ptr(), weights.as_ptr());
    let mut all = *sums;
    for offset in offsets.list() {
        // SAFETY: as asserted, what lies at any of the offsets behind a place is in the image, and there are as many rows of weights.
        unsafe {
            let mut pixels = [T::splat(simd, T::default()); V];
            for v in 0..V {
                pixels[v] = image.add(places[v] + *offset as usize).cast::<T::Vector<S>>().read_unaligned();
            }
            for r in 0..M {
                let weight = T::splat(simd, *row.add(r));
                for v in 0..V {
                    all[r][v] = T::mul_add(simd, weight, pixels[v], all[r][v]);
                }
            }
            row = row.wrapping_add(pitch);
        }
    }
    *sums = all;
}

/// Adds `Σₜ weights[t pitch + r] image[places[v] + offsets[t] ..]` to the sums `r`: each of two vectors along a row of the output's
/// pixels, which may be shorter.
#[inline(always)]
pub(super) fn along_rows<S: Simd, T: Lanes, const M: usize>(
    tail: Tail<S, T>,
    image: &[T],
    places: [usize; 2],
    offsets: Offsets<'_>,
    weights: &[T],
    pitch: usize,
    sums: &mut [[T::Vector<S>; 2]; M],
) {
    assert!(offsets.fit(&places, tail.len(), image.len()), "a term outside of the image");
    assert!(rows_fit(offsets.len(), pitch, M, weights.len()), "fewer weights than terms");
    let (simd, mask) = (tail.simd(), tail.mask());
    let (first, second, mut row) =
        (image[places[0]..].as_ptr(), image[places[1]..].as_ptr(), weights.as_ptr());
    let mut all = *sums;
    for offset in offsets.list() {
        // SAFETY: as asserted, as many entries as the lanes of the mask lie in the image at any of the offsets behind a place, and there
        // are as many rows of weights.
        unsafe {
            let pixels = [
                T::load(simd, mask, first.add(*offset as usize)),
                T::load(simd, mask, second.add(*offset as usize)),
            ];
            for r in 0..M {
                let weight = T::splat(simd, *row.add(r));
                for v in 0..2 {
                    all[r][v] = T::mul_add(simd, weight, pixels[v], all[r][v]);
                }
            }
            row = row.wrapping_add(pitch);
        }
    }
    *sums = all;
}
