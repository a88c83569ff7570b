//! The innermost loops of a convolution: a few sums in registers, whose terms lie in an image at places that a table says.

use pulp::Simd;

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
    for offset in offsets.list {
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
    for offset in offsets.list {
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
    for offset in offsets.list {
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

/// Whether so many rows of weights are there, of which each begins a `pitch` behind the one before.
#[inline(always)]
fn rows_fit(rows: usize, pitch: usize, width: usize, len: usize) -> bool {
    rows == 0
        || (rows - 1)
            .checked_mul(pitch)
            .and_then(|start| start.checked_add(width))
            .is_some_and(|end| end <= len)
}

/// How far terms lie behind a place. None of the list is larger than `largest`: only what is in this file makes one.
#[derive(Clone, Copy)]
pub(in crate::convolution) struct Offsets<'a> {
    list: &'a [u32],
    largest: usize,
    /// How many of the outermost steps there are, and how far each of them goes.
    outermost: [usize; 2],
}

impl<'a> Offsets<'a> {
    /// Writes down where terms lie that are counted in three nested steps, as the rows, channels and columns of a kernel are.
    ///
    /// # Panics
    /// If a term lies more than 4294967295 entries behind its place.
    #[inline]
    pub fn new(counts: [usize; 3], steps: [usize; 3], list: &'a mut [u32]) -> Self {
        let largest =
            (0..3).fold(0_usize, |sum, i| sum.saturating_add((counts[i] - 1).saturating_mul(steps[i])));
        assert!(u32::try_from(largest).is_ok(), "an image of more than 4294967295 entries");
        let mut places = list.iter_mut();
        for a in 0..counts[0] {
            for b in 0..counts[1] {
                for (c, place) in (0..counts[2]).zip(&mut places) {
                    *place = (a * steps[0] + b * steps[1] + c * steps[2]) as u32;
                }
            }
        }
        let list = &list[..counts[0] * counts[1] * counts[2]];
        Offsets { list, largest, outermost: [counts[0], steps[0]] }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Those of so many of the outermost steps alone.
    #[inline(always)]
    pub fn first(self, count: usize) -> Self {
        let [all, step] = self.outermost;
        let list = &self.list[..self.list.len() / all * count];
        let largest = if count == 0 { 0 } else { self.largest - (all - count) * step };
        Offsets { list, largest, outermost: [count.max(1), step] }
    }

    /// Whether, behind each of these places, all terms lie in an image of that length, with as many entries as `width`.
    #[inline(always)]
    fn fit(&self, places: &[usize], width: usize, len: usize) -> bool {
        let most = self.largest.checked_add(width).and_then(|behind| len.checked_sub(behind));
        most.is_some_and(|most| places.iter().all(|place| *place <= most))
    }
}
