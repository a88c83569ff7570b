//! The innermost loops of a convolution: a few sums in registers, whose terms lie in an image at places that a table says.

use pulp::Simd;

use crate::product::lanes::{Lanes, count};

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
    for place in places {
        assert!(place + offsets.largest() < image.len());
    }
    assert!(offsets.len() == 0 || (offsets.len() - 1) * pitch + V * count::<S, T>() <= weights.len());
    let (image, mut row) = (image.as_ptr(), weights.as_ptr());
    // In a local, which the compiler keeps in registers.
    let mut all = *sums;
    for offset in offsets.list {
        // SAFETY: there are as many rows of weights as offsets, and no offset is larger than the largest, as asserted.
        unsafe {
            let weights = row.cast::<[T::Vector<S>; V]>().read_unaligned();
            for r in 0..M {
                let x = T::splat(simd, *image.add(places[r] + *offset as usize));
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
    for place in places {
        assert!(place + offsets.largest() + count::<S, T>() <= image.len());
    }
    assert!(offsets.len() == 0 || (offsets.len() - 1) * pitch + M <= weights.len());
    let (image, mut row) = (image.as_ptr(), weights.as_ptr());
    let mut all = *sums;
    for offset in offsets.list {
        // SAFETY: there are as many rows of weights as offsets, and no offset is larger than the largest, as asserted.
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

/// How far terms lie behind a place.
#[derive(Clone, Copy)]
pub(super) struct Offsets<'a> {
    list: &'a [u32],
    largest: usize,
}

impl<'a> Offsets<'a> {
    /// Writes down where terms lie that are counted in three nested steps, as the rows, channels and columns of a kernel are.
    #[inline]
    pub fn new(counts: [usize; 3], steps: [usize; 3], list: &'a mut [u32]) -> Self {
        let mut places = list.iter_mut();
        let largest = (0..3).map(|i| (counts[i] - 1) * steps[i]).sum();
        assert!(u32::try_from(largest).is_ok(), "an image of more than 4294967295 entries");
        for a in 0..counts[0] {
            for b in 0..counts[1] {
                for (c, place) in (0..counts[2]).zip(&mut places) {
                    *place = (a * steps[0] + b * steps[1] + c * steps[2]) as u32;
                }
            }
        }
        Offsets { list: &list[..counts[0] * counts[1] * counts[2]], largest }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    fn largest(&self) -> usize {
        self.largest
    }

    /// The first ones alone: of so many of the outermost steps, each of which is as far as `step`.
    #[inline(always)]
    pub fn first(self, count: usize, of: usize, step: usize) -> Self {
        let len = self.list.len() / of * count;
        let largest = if count == 0 { 0 } else { self.largest - (of - count) * step };
        Offsets { list: &self.list[..len], largest }
    }
}
