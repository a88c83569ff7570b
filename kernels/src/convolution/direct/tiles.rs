//! The innermost loops of a convolution: a few sums in registers, whose terms lie in an image at places that a table says.

use pulp::Simd;

use crate::lanes::{Lanes, Tail, count};

/// A loop of up to 18 rounds, all of which are written out: of a longer body, the compiler would not do that, and what is indexed by
/// the counter would not be in registers.
macro_rules! unrolled {
    ($i:ident in 0..($end:expr), $body:block) => {
        unrolled!($i ($end) $body 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17);
    };
    ($i:ident ($end:expr) $body:block $($round:literal)*) => {
        $(
            if $round < $end {
                let $i = $round;
                $body
            }
        )*
    };
}

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

/// Adds `Σₜ pixels[place + r step + offsets[t]] weights[t pitch + ..]` to `image[to[v] + r to_step ..]`, for `A B` pixels: as many entries of
/// each vector as it says.
#[inline(always)]
#[allow(clippy::too_many_arguments, reason = "of a struct, the compiler keeps less in registers")]
pub(super) fn give<S: Simd, T: Lanes, const A: usize, const B: usize, const V: usize>(
    simd: S,
    pixels: &[T],
    [place, step]: [usize; 2],
    offsets: Offsets<'_>,
    weights: &[T],
    pitch: usize,
    image: &mut [T],
    to: [(usize, Tail<S, T>); V],
    to_step: usize,
) {
    assert!(offsets.fit(&[place + (A * B - 1) * step], 1, pixels.len()), "a term outside of the pixels");
    assert!(rows_fit(offsets.len(), pitch, V * count::<S, T>(), weights.len()), "fewer weights than terms");
    for (at, tail) in to {
        assert!(at + (A * B - 1) * to_step + tail.len() <= image.len(), "an entry outside of the image");
    }
    // Few pointers, which with the places of a few neighbours make all addresses: more would not be in registers.
    let (mut from, mut row) = ([pixels.as_ptr(); A], weights.as_ptr());
    for a in 0..A {
        from[a] = pixels[place + a * B * step..].as_ptr();
    }
    let mut sums = [[[T::splat(simd, T::default()); V]; B]; A];
    for offset in offsets.list {
        // SAFETY: as asserted, what lies at any of the offsets behind the last of the pixels is there, and as many rows of weights are.
        unsafe {
            let weights = row.cast::<[T::Vector<S>; V]>().read_unaligned();
            for a in 0..A {
                for b in 0..B {
                    let x = T::splat(simd, *from[a].add(*offset as usize + b * step));
                    for v in 0..V {
                        sums[a][b][v] = T::mul_add(simd, x, weights[v], sums[a][b][v]);
                    }
                }
            }
            row = row.wrapping_add(pitch);
        }
    }
    let image = image.as_mut_ptr();
    for a in 0..A {
        for b in 0..B {
            for v in 0..V {
                let (at, tail) = to[v];
                // SAFETY: as asserted, as many entries as the mask has lanes are in the image, behind the last of the pixels' places, too.
                unsafe {
                    let image = image.add(at + (a * B + b) * to_step);
                    let sum = T::plus(simd, T::load(simd, tail.mask(), image), sums[a][b][v]);
                    T::store(simd, tail.mask(), image, sum);
                }
            }
        }
    }
}

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
    for offset in offsets.list {
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
    for (offset, pixels) in offsets.list.iter().zip(pixels) {
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

/// Pixels, and what the first column of a kernel row sees for the first of them.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a, T> {
    pub image: &'a [T],
    pub place: usize,
    /// From row to row of the image.
    pub pitch: usize,
    /// Filter by filter so many rows, which are filled up to whole vectors with zeros.
    pub pixels: &'a [T],
    pub rows: usize,
    pub vectors: usize,
}

/// Adds `Σᵢ image[place + i + k] pixels[first + f][i]` to the sums `f` and `k`, lane by lane: vectors along rows of pixels. Behind the
/// last row, no more is read than the `last` vector has: there is another channel.
#[inline(always)]
pub(super) fn of_rows<S: Simd, T: Lanes, const F: usize, const COLUMNS: usize>(
    last: Tail<S, T>,
    Rows { image, place, pitch, pixels, rows, vectors }: Rows<'_, T>,
    first: usize,
    sums: &mut [[T::Vector<S>; COLUMNS]; F],
) {
    let (simd, lanes) = (last.simd(), count::<S, T>());
    let pixels = &T::vectors::<S>(pixels).0[first * rows * vectors..][..F * rows * vectors];
    let seen = &image[place..];
    let width = vectors * lanes + COLUMNS - 1;
    assert!((rows - 1) * pitch + width <= seen.len(), "a term outside of the image");
    let (pixels, seen) = (pixels.as_ptr(), seen.as_ptr());
    let mut all = *sums;
    for row in 0..rows {
        for vector in 0..vectors {
            // SAFETY: the vectors are those of as many filters; and, as asserted, the image has as many entries behind each of the columns of the
            // kernel.
            unsafe {
                let pixels = pixels.add(row * vectors + vector);
                let seen = seen.add(row * pitch + vector * lanes);
                let mut given = [T::splat(simd, T::default()); F];
                for f in 0..F {
                    given[f] = *pixels.add(f * rows * vectors);
                }
                for k in 0..COLUMNS {
                    let x = match (row + 1 == rows) & (vector + 1 == vectors) {
                        false => seen.add(k).cast::<T::Vector<S>>().read_unaligned(),
                        true => T::load(simd, last.mask(), seen.add(k)),
                    };
                    for f in 0..F {
                        all[f][k] = T::mul_add(simd, x, given[f], all[f][k]);
                    }
                }
            }
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
