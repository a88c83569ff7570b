//! The largest of the pixels of each window.

use std::arch::x86_64::{__m512, __m512i, _CMP_GT_OQ, _CMP_UNORD_Q};
use std::ops::Range;

use pulp::bytemuck::{cast, cast_slice_mut};
use pulp::x86::V4;

use super::{LANES, load, prefetch_to_write, store};
use crate::pairs::Samples;

/// Windows that are looked at together: up to sixteen of a row, or, where that fits, two rows of them.
struct Group {
    columns: usize,
    rows: usize,
    /// How far the second half of what is loaded lies behind the first: of the second row, or of the same one further on.
    far: usize,
    /// Of which of two vectors the left pixel of each window is, and which of its lanes; and the right one.
    sides: [__m512i; 2],
    /// Where the left one lies, from that of the first on.
    places: __m512i,
    /// Up to how many windows behind the start of a line its vectors read or write.
    reach: usize,
}

impl Group {
    fn new(columns: usize) -> Self {
        let is_of_two_rows = columns <= LANES / 2;
        let (mut left, mut places) = ([0; LANES], [0; LANES]);
        for lane in 0..LANES {
            let is_second = is_of_two_rows && lane >= columns;
            (left[lane], places[lane]) = match is_second {
                // Behind the second row, lanes are of no window.
                true => {
                    ((LANES + 2 * (lane - columns)) as u32 % 32, (4 * columns + 2 * (lane - columns)) as u32)
                }
                false => (2 * lane as u32, 2 * lane as u32),
            };
        }
        let far = if is_of_two_rows { 4 * columns } else { LANES };
        let written = columns.next_multiple_of(LANES);
        let read = 2 * columns + 2 * (written - LANES) + far + LANES;
        Group {
            columns,
            rows: 1 + usize::from(is_of_two_rows),
            far,
            sides: [cast(left), cast(left.map(|left| left + 1))],
            places: cast(places),
            reach: written.max(read.div_ceil(4)),
        }
    }

    /// Looks at two vectors of pixels above, and two of those below.
    #[inline(always)]
    fn look(&self, simd: V4, above: [__m512; 2], below: [__m512; 2]) -> Found {
        let [left, right] = self.sides;
        // Not by a closure, of which the compiler makes calls.
        let a = simd.avx512f._mm512_permutex2var_ps(above[0], left, above[1]);
        let b = simd.avx512f._mm512_permutex2var_ps(above[0], right, above[1]);
        let c = simd.avx512f._mm512_permutex2var_ps(below[0], left, below[1]);
        let d = simd.avx512f._mm512_permutex2var_ps(below[0], right, below[1]);
        // Of several the first.
        let right = simd.avx512f._mm512_cmp_ps_mask::<_CMP_GT_OQ>(b, a);
        let right_below = simd.avx512f._mm512_cmp_ps_mask::<_CMP_GT_OQ>(d, c);
        let top = simd.avx512f._mm512_mask_blend_ps(right, a, b);
        let bottom = simd.avx512f._mm512_mask_blend_ps(right_below, c, d);
        let below = simd.avx512f._mm512_cmp_ps_mask::<_CMP_GT_OQ>(bottom, top);
        Found {
            largest: simd.avx512f._mm512_mask_blend_ps(below, top, bottom),
            right: right & !below | right_below & below,
            below,
            // Of other pixels of the batch, too, and of zeros.
            are_no_numbers: simd.avx512f._mm512_cmp_ps_mask::<_CMP_UNORD_Q>(a, b)
                | simd.avx512f._mm512_cmp_ps_mask::<_CMP_UNORD_Q>(c, d),
        }
    }
}

/// What windows have: the largest pixels, and where they are on the right, and below.
struct Found {
    largest: __m512,
    right: u16,
    below: u16,
    are_no_numbers: u16,
}

/// The same as `pool_one_by_one`.
pub fn pool(simd: V4, samples: Samples<'_, f32>) -> bool {
    simd.vectorize(
        #[inline(always)]
        || {
            let Samples { columns, len, x, y, mut places } = samples;
            let group = Group::new(columns);
            let (step, mut are_numbers) = (group.rows * columns, true);
            // From where on a vector of a line may reach beyond the batch.
            let end = (y.len() + 1).saturating_sub(group.reach);
            for sample in (0..y.len()).step_by(len) {
                let whole = end.saturating_sub(sample).next_multiple_of(step).min(len);
                let mut lines = Lines { sample, x, y, places: places.as_deref_mut() };
                are_numbers &= lines.pool::<true>(simd, &group, 0..whole);
                are_numbers &= lines.pool::<false>(simd, &group, whole..len);
            }
            are_numbers
        },
    )
}

/// Lines of windows in a batch, where the sample begins with a window that is counted from the first of all.
struct Lines<'a> {
    sample: usize,
    x: &'a [f32],
    y: &'a mut [f32],
    places: Option<&'a mut [u32]>,
}

impl Lines<'_> {
    /// Looks at some windows of the sample, from the start of a line on: whether all pixels are numbers. No vector of them reaches
    /// beyond the batch, if they are said to be `WHOLE`.
    #[inline(always)]
    fn pool<const WHOLE: bool>(&mut self, simd: V4, group: &Group, windows: Range<usize>) -> bool {
        /// How many windows before they are written the lines of the cache are asked for.
        const AHEAD: usize = 64;

        let (Lines { sample, x, y, places }, columns) = (self, group.columns);
        let (width, step) = (2 * columns, group.rows * columns);
        if WHOLE && !windows.is_empty() {
            let last = *sample + windows.start + (windows.len() - 1) / step * step;
            let ends = [y.len(), x.len() / 4, places.as_ref().map_or(y.len(), |places| places.len())];
            assert!(ends.iter().all(|end| last + group.reach <= *end), "a window outside of the batch");
        }
        let (one, down) = (cast([1_u32; LANES]), cast([width as u32; LANES]));
        let mut are_no_numbers = 0;
        for line in windows.step_by(step) {
            for at in (0..columns).step_by(LANES) {
                let (to, pixel) = (*sample + line + at, 4 * line + 2 * at);
                let (above, below) = (4 * *sample + pixel, 4 * *sample + pixel + width);
                // SAFETY: as asserted, no vector of the last line reaches beyond the pixels, where they are whole.
                let found = unsafe {
                    let above = [load::<WHOLE>(simd, x, above), load::<WHOLE>(simd, x, above + group.far)];
                    let below = [load::<WHOLE>(simd, x, below), load::<WHOLE>(simd, x, below + group.far)];
                    group.look(simd, above, below)
                };
                are_no_numbers |= found.are_no_numbers;
                prefetch_to_write(y, to + AHEAD);
                // SAFETY: nor beyond the windows.
                unsafe { store::<WHOLE>(simd, y, to, found.largest) };
                if let Some(places) = places {
                    let place = simd.avx512f._mm512_add_epi32(group.places, cast([pixel as u32; LANES]));
                    let place = simd.avx512f._mm512_mask_add_epi32(place, found.right, place, one);
                    let place = simd.avx512f._mm512_mask_add_epi32(place, found.below, place, down);
                    prefetch_to_write(places, to + AHEAD);
                    // SAFETY: nor beyond their places.
                    unsafe { store::<WHOLE>(simd, cast_slice_mut(places), to, cast(place)) };
                }
            }
        }
        are_no_numbers == 0
    }
}
