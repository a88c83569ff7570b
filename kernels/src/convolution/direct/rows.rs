//! The gradient of a weight of few filters, with vectors along rows of pixels.

use pulp::Simd;

use super::{WeightGradient, from_line};
use crate::convolution::{Convolution, times};
use crate::lanes::{IS_THOROUGH, Lanes, MOST_LANES, Tail, count};

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

impl<T: Lanes> WeightGradient<'_, T> {
    /// Vectors along rows of pixels, whose lanes are added up at the end.
    #[inline(always)]
    pub(super) fn along_rows<S: Simd>(self, simd: S) {
        if self.sizes.kernel[1] == 5 { self.columns::<S, 5>(simd) } else { self.columns::<S, 3>(simd) }
    }

    #[inline(always)]
    fn columns<S: Simd, const COLUMNS: usize>(self, simd: S) {
        let WeightGradient { sizes, images, pixels, gradient, group, scratch } = self;
        let (lanes, filters, [channels, kernel_rows, _]) =
            (count::<S, T>(), sizes.group_filters(), sizes.taps());
        let ((image_len, pixel_len), [rows, columns], plane) =
            (sizes.group_lens(), sizes.pixels, sizes.spread_plane());
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
        let images = images.chunks_exact(image_len).skip(group).step_by(sizes.groups);
        let pixels = pixels.chunks_exact(pixel_len).skip(group).step_by(sizes.groups);
        for (image, pixels) in images.zip(pixels) {
            if plane.len(channels) > 0 {
                plane.rows(image, room);
            } else {
                room[..image.len()].copy_from_slice(image);
            }
            let image = &*room;
            for kernel_row in 0..channels * kernel_rows {
                let (channel, row) = (kernel_row / kernel_rows, kernel_row % kernel_rows);
                let place = (channel * plane.height() + row * sizes.dilation[0]) * plane.width();
                let all = T::vectors_mut::<S>(sums).0.as_chunks_mut::<COLUMNS>().0;
                let all = &mut all[kernel_row * filters..][..filters];
                let seen = Rows { image, place, pitch: plane.width(), pixels, rows, columns };
                if const { !IS_THOROUGH } {
                    for (i, sums) in all.iter_mut().enumerate() {
                        tile(last, seen, i, std::array::from_mut(sums));
                    }
                    continue;
                }
                let (threes, others) = all.as_chunks_mut::<3>();
                for (i, sums) in threes.iter_mut().enumerate() {
                    tile(last, seen, 3 * i, sums);
                }
                match others {
                    [first, second] => {
                        let mut sums = [*first, *second];
                        tile(last, seen, filters - 2, &mut sums);
                        [*first, *second] = sums;
                    }
                    [only] => tile(last, seen, filters - 1, std::array::from_mut(only)),
                    _ => {}
                }
            }
        }
        // From kernel rows of filters to filters of kernel rows.
        for (i, sums) in T::vectors::<S>(sums).0.as_chunks::<COLUMNS>().0.iter().enumerate() {
            let (kernel_row, filter) = (i / filters, i % filters);
            let gradient =
                &mut gradient[(filter * channels * kernel_rows + kernel_row) * COLUMNS..][..COLUMNS];
            for (gradient, sum) in gradient.iter_mut().zip(sums) {
                *gradient = T::sum(simd, *sum);
            }
        }
    }
}

/// Adds what some filters give, from the first of them on. A function of its own, so that the compiler has all registers for its
/// innermost loop.
#[inline(never)]
fn tile<S: Simd, T: Lanes, const F: usize, const COLUMNS: usize>(
    last: Tail<S, T>,
    rows: Rows<'_, T>,
    first: usize,
    sums: &mut [[T::Vector<S>; COLUMNS]; F],
) {
    last.simd().vectorize(
        #[inline(always)]
        || of_rows::<S, T, F, COLUMNS>(last, rows, first, sums),
    )
}

/// Pixels, and what the first column of a kernel row sees for the first of them.
#[derive(Clone, Copy)]
struct Rows<'a, T> {
    image: &'a [T],
    place: usize,
    /// From row to row of the image.
    pitch: usize,
    /// Filter by filter so many rows.
    pixels: &'a [T],
    rows: usize,
    columns: usize,
}

/// Adds `Σᵢ image[place + i + k] pixels[first + f][i]` to the sums `f` and `k`, lane by lane: vectors along rows of pixels. Behind the
/// last row, no more is read than the `last` vector has: there is another channel.
#[inline(always)]
fn of_rows<S: Simd, T: Lanes, const F: usize, const COLUMNS: usize>(
    last: Tail<S, T>,
    Rows { image, place, pitch, pixels, rows, columns }: Rows<'_, T>,
    first: usize,
    sums: &mut [[T::Vector<S>; COLUMNS]; F],
) {
    let (simd, lanes) = (last.simd(), count::<S, T>());
    let pixels = &pixels[first * rows * columns..][..F * rows * columns];
    let seen = &image[place..];
    let vectors = columns.div_ceil(lanes);
    let width = vectors * lanes + COLUMNS - 1;
    assert!((rows - 1) * pitch + width <= seen.len(), "a term outside of the image");
    assert!((vectors - 1) * lanes + last.len() <= columns, "an entry behind a row of pixels");
    let (pixels, seen) = (pixels.as_ptr(), seen.as_ptr());
    let mut all = *sums;
    for row in 0..rows {
        for vector in 0..vectors {
            // SAFETY: the rows are those of as many filters, and their last vectors are masked; and, as asserted, the image has as many entries
            // behind each of the columns of the kernel.
            unsafe {
                let pixels = pixels.add(row * columns + vector * lanes);
                let seen = seen.add(row * pitch + vector * lanes);
                let mut given = [T::splat(simd, T::default()); F];
                let is_last = vector + 1 == vectors;
                for f in 0..F {
                    let pixels = pixels.add(f * rows * columns);
                    given[f] = match is_last {
                        false => pixels.cast::<T::Vector<S>>().read_unaligned(),
                        true => T::load(simd, last.mask(), pixels),
                    };
                }
                for k in 0..COLUMNS {
                    let x = match (row + 1 == rows) & is_last {
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
