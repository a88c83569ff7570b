//! The gradient of a weight of few filters, with vectors along rows of pixels.

use std::ops::Range;

use pulp::Simd;

use super::{WeightGradient, from_line};
use crate::Kernels;
use crate::convolution::{Convolution, times};
use crate::lanes::{IS_THOROUGH, Lanes, MOST_LANES, Tail, count, prefetch};

/// Whether rows of pixels fill vectors of so many lanes better than the filters do, for kernels that are compiled.
pub(super) const fn is_along_rows(sizes: &Convolution, lanes: usize) -> bool {
    let ([_, columns], filters) = (sizes.pixels, sizes.group_filters());
    let is_dense = sizes.is_dense() && sizes.dilation[1] == 1;
    is_dense
        && matches!(sizes.kernel[1], 3 | 5)
        && times(&[columns.div_ceil(lanes), filters]) < times(&[filters.div_ceil(lanes), columns])
}

/// How long an image is with its margins.
const fn room(sizes: &Convolution) -> usize {
    let plane = sizes.spread_plane();
    times(&[sizes.group_channels(), plane.height(), plane.width()])
}

/// How much working memory that takes.
pub const fn rows_scratch(sizes: &Convolution) -> usize {
    if !is_along_rows(sizes, MOST_LANES) && !is_along_rows(sizes, MOST_LANES / 2) {
        return 0;
    }
    let sums = times(&[sizes.patch(), sizes.group_filters(), MOST_LANES]);
    sums.saturating_add(room(sizes)).saturating_add(MOST_LANES)
}

impl<T: Lanes + Kernels> WeightGradient<'_, T> {
    /// Vectors along rows of pixels, whose lanes are added up at the end.
    #[inline(always)]
    pub(super) fn along_rows<S: Simd>(self, simd: S) {
        // As many filters and rows of the kernel at a time as registers have room for: with many rows, each entry of the image that is
        // read is multiplied with the most.
        if self.sizes.kernel[1] == 5 {
            self.columns::<S, 1, 5, 3, 5>(simd);
        } else {
            self.columns::<S, 2, 3, 3, 3>(simd);
        }
    }

    /// `F` filters and `R` rows of the kernel at a time, or `ALONE` filters and one row.
    #[inline(always)]
    fn columns<S: Simd, const F: usize, const R: usize, const ALONE: usize, const COLUMNS: usize>(
        self,
        simd: S,
    ) {
        let WeightGradient { sizes, samples, gradient, scratch } = self;
        let (lanes, filters, [channels, kernel_rows, _]) =
            (count::<S, T>(), sizes.group_filters(), sizes.taps());
        let ([rows, columns], plane) = (sizes.pixels, sizes.spread_plane());
        let (sums, scratch) = from_line::<S, T>(scratch)
            .split_at_mut(times(&[filters, channels, kernel_rows]) * COLUMNS * lanes);
        sums.fill(T::default());
        let last = Tail::new(
            simd,
            match columns % lanes {
                0 => lanes,
                left => left,
            },
        );
        // Behind the pixels of a row there are zeros in the last vector, which sees what is behind a row of the image.
        let (room, _) = scratch.split_at_mut(self::room(&sizes) + lanes);
        room.fill(T::default());
        let [top, bottom] = [sizes.padding[0], sizes.padding[0] + sizes.image[0]];
        samples.each(
            &sizes,
            #[inline(always)]
            |image, pixels| {
                if plane.len(channels) > 0 {
                    plane.rows(image, room);
                } else {
                    room[..image.len()].copy_from_slice(image);
                }
                let image = &*room;
                let sums = T::vectors_mut::<S>(sums).0.as_chunks_mut::<COLUMNS>().0;
                for channel in 0..channels {
                    let mut row = 0;
                    while row < kernel_rows {
                        let first = row * sizes.dilation[0];
                        let seen = Rows {
                            image: &image[(channel * plane.height() + first) * plane.width()..],
                            pitch: plane.width(),
                            inside: top.saturating_sub(first)..bottom.saturating_sub(first),
                            pixels,
                            rows,
                            columns,
                            kernel_rows: channels * kernel_rows,
                        };
                        let sums = &mut sums[channel * kernel_rows + row..];
                        // What only some rows of the kernel see is multiplied with zeros for the others, which must not be much.
                        let unseen = seen.visited(R).len().saturating_sub(rows);
                        let is_together =
                            row + R <= kernel_rows && sizes.dilation[0] == 1 && 4 * unseen <= rows;
                        if const { IS_THOROUGH } && is_together {
                            filters_of::<S, T, F, R, COLUMNS>(last, &seen, filters, sums);
                            row += R;
                        } else {
                            filters_of::<S, T, ALONE, 1, COLUMNS>(last, &seen, filters, sums);
                            row += 1;
                        }
                    }
                }
            },
        );
        for (gradient, sum) in gradient.iter_mut().zip(T::vectors::<S>(sums).0) {
            // Zeros of what a row of the kernel does not see can make a negative zero a positive one: all are.
            *gradient = T::sum(simd, *sum) + T::default();
        }
    }
}

/// Adds what the filters give, `F` at a time, to the sums of some rows of their kernels.
#[inline(always)]
fn filters_of<S: Simd, T: Lanes, const F: usize, const R: usize, const COLUMNS: usize>(
    last: Tail<S, T>,
    seen: &Rows<'_, T>,
    filters: usize,
    sums: &mut [[T::Vector<S>; COLUMNS]],
) {
    let mut filter = 0;
    while const { IS_THOROUGH && F > 1 } && filter + F <= filters {
        tile::<S, T, F, R, COLUMNS>(last, seen, filter, sums);
        filter += F;
    }
    while filter < filters {
        tile::<S, T, 1, R, COLUMNS>(last, seen, filter, sums);
        filter += 1;
    }
}

/// Adds what `F` filters give, from the first of them on. A function of its own, so that the compiler has all registers for its
/// innermost loop.
#[inline(never)]
fn tile<S: Simd, T: Lanes, const F: usize, const R: usize, const COLUMNS: usize>(
    last: Tail<S, T>,
    seen: &Rows<'_, T>,
    first: usize,
    sums: &mut [[T::Vector<S>; COLUMNS]],
) {
    last.simd().vectorize(
        #[inline(always)]
        || {
            let mut all = [[[T::splat(last.simd(), T::default()); COLUMNS]; R]; F];
            for f in 0..F {
                all[f].copy_from_slice(&sums[(first + f) * seen.kernel_rows..][..R]);
            }
            of_rows(last, seen, first, &mut all);
            for f in 0..F {
                sums[(first + f) * seen.kernel_rows..][..R].copy_from_slice(&all[f]);
            }
        },
    )
}

/// Pixels, and what the first column of a kernel row sees for the first of them.
struct Rows<'a, T> {
    image: &'a [T],
    /// From row to row of the image.
    pitch: usize,
    /// Which rows of the image are not zeros.
    inside: Range<usize>,
    /// Filter by filter so many rows.
    pixels: &'a [T],
    rows: usize,
    columns: usize,
    /// How many rows the kernels of a filter have, of all channels.
    kernel_rows: usize,
}

impl<T> Rows<'_, T> {
    /// The rows of the image that so many rows of the kernel see, without the margin.
    fn visited(&self, kernel_rows: usize) -> Range<usize> {
        let end = self.inside.end.min(self.rows + kernel_rows - 1);
        self.inside.start.min(end)..end
    }
}

/// Adds `Σᵢ image[i + r pitch + k] pixels[first + f][i]` to the sums `f`, `r` and `k`, lane by lane: vectors along rows of pixels. Of
/// what lies behind the rows of the image, nothing is read: it may be another channel.
#[inline(always)]
fn of_rows<S: Simd, T: Lanes, const F: usize, const R: usize, const COLUMNS: usize>(
    last: Tail<S, T>,
    seen: &Rows<'_, T>,
    first: usize,
    sums: &mut [[[T::Vector<S>; COLUMNS]; R]; F],
) {
    let (simd, lanes, visited) = (last.simd(), count::<S, T>(), seen.visited(R));
    let Rows { image, pitch, pixels, rows, columns, .. } = *seen;
    let given_by = &pixels[first * rows * columns..][..F * rows * columns];
    let vectors = columns.div_ceil(lanes);
    let width = vectors * lanes + COLUMNS - 1;
    let end = rows + R - 1;
    assert!((end - 1) * pitch + width <= image.len(), "a term outside of the image");
    assert!((vectors - 1) * lanes + last.len() <= columns, "an entry behind a row of pixels");
    assert!(visited.end <= end, "a row that is not seen");
    let (pixels, image) = (given_by.as_ptr(), image.as_ptr());
    let mut all = *sums;
    for vector in 0..vectors {
        let is_last = vector + 1 == vectors;
        // Of a row of the kernel: the pixels that see a row of the image by it.
        let mut given = [[T::splat(simd, T::default()); R]; F];
        for row in visited.start.saturating_sub(R - 1)..visited.end {
            // SAFETY: there are pixels of `row`, as that is looked at, of as many filters, and their last vectors are masked; and, as asserted,
            // `row` is before `end`, so that the image has as many entries behind each of the columns of the kernel.
            unsafe {
                for f in 0..F {
                    for r in (1..R).rev() {
                        given[f][r] = given[f][r - 1];
                    }
                    let at = (f * rows + row) * columns + vector * lanes;
                    // What the filters behind these give.
                    prefetch(given_by, at + F * rows * columns);
                    let pixels = pixels.wrapping_add(at);
                    given[f][0] = match (row < rows, is_last) {
                        (true, false) => pixels.cast::<T::Vector<S>>().read_unaligned(),
                        (true, true) => T::load(simd, last.mask(), pixels),
                        (false, _) => T::splat(simd, T::default()),
                    };
                }
                if row < visited.start {
                    continue;
                }
                let is_masked = is_last & (row * pitch + width > end * pitch);
                let image = image.add(row * pitch + vector * lanes);
                for k in 0..COLUMNS {
                    let x = match is_masked {
                        false => image.add(k).cast::<T::Vector<S>>().read_unaligned(),
                        true => T::load(simd, last.mask(), image.add(k)),
                    };
                    for f in 0..F {
                        for r in 0..R {
                            all[f][r][k] = T::mul_add(simd, x, given[f][r], all[f][r][k]);
                        }
                    }
                }
            }
        }
    }
    *sums = all;
}
