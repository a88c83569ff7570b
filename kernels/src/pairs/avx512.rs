//! Sixteen windows at a time, and eight on the way back, on a machine with AVX-512. Where fewer are left in a row, what is pooled
//! beyond them is written over by what comes later: no mask is needed but at the end of a sample.

use std::arch::x86_64::{__m512, __m512i, _CMP_GT_OQ, _CMP_UNORD_Q};

use pulp::bytemuck::cast;
use pulp::x86::V4;

use super::{Given, Sample};

/// How many lanes a vector has.
const LANES: usize = 16;

/// The first so many lanes.
#[inline(always)]
fn first(lanes: usize) -> u16 {
    // Of 0 to 16.
    ((1_u32 << lanes) - 1) as u16
}

/// As many entries as there are, up to sixteen; the other lanes are zero.
#[inline(always)]
fn load(simd: V4, from: &[f32]) -> __m512 {
    if let Some(from) = from.first_chunk::<LANES>() {
        return cast(*from);
    }
    // SAFETY: the lanes of the mask are those of the slice.
    unsafe { simd.avx512f._mm512_maskz_loadu_ps(first(from.len()), from.as_ptr()) }
}

#[inline(always)]
fn load_places(simd: V4, from: &[u32]) -> __m512i {
    // SAFETY: as above.
    unsafe { simd.avx512f._mm512_maskz_loadu_epi32(first(from.len().min(LANES)), from.as_ptr().cast()) }
}

/// Overwrites as many entries as there are, up to sixteen.
#[inline(always)]
fn store(simd: V4, to: &mut [f32], vector: __m512) {
    if let Some(to) = to.first_chunk_mut::<LANES>() {
        *to = cast(vector);
        return;
    }
    // SAFETY: the lanes of the mask are those of the slice.
    unsafe { simd.avx512f._mm512_mask_storeu_ps(to.as_mut_ptr(), first(to.len()), vector) }
}

#[inline(always)]
fn store_places(simd: V4, to: &mut [u32], vector: __m512i) {
    if let Some(to) = to.first_chunk_mut::<LANES>() {
        *to = cast(vector);
        return;
    }
    // SAFETY: as above.
    unsafe { simd.avx512f._mm512_mask_storeu_epi32(to.as_mut_ptr().cast(), first(to.len()), vector) }
}

/// `start + step lane`
#[inline(always)]
fn numbers(start: u32, step: u32) -> __m512i {
    let mut numbers = [start; LANES];
    for lane in 0..LANES {
        numbers[lane] += step * lane as u32;
    }
    cast(numbers)
}

/// Windows that are looked at together: up to sixteen of a row, or, where that fits, two rows of them.
struct Group {
    rows: usize,
    /// Whether the second half of what is loaded is of the second row, or of the same one further on.
    is_of_two_rows: bool,
    /// Of which of two vectors the left pixel of each window is, and which of its lanes.
    left: __m512i,
    /// Where that lies in the sample, from the first on.
    places: __m512i,
}

impl Group {
    #[inline(always)]
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
        Group {
            rows: 1 + usize::from(is_of_two_rows),
            is_of_two_rows,
            left: cast(left),
            places: cast(places),
        }
    }

    /// The left pixels of the windows, and the right ones, of the row that begins here.
    #[inline(always)]
    fn split(&self, simd: V4, x: &[f32], at: usize, next_row: usize) -> [__m512; 2] {
        let far = at + if self.is_of_two_rows { next_row } else { LANES };
        let (near, far) = (load(simd, &x[at..]), load(simd, x.get(far..).unwrap_or_default()));
        let right = simd.avx512f._mm512_add_epi32(self.left, cast([1_u32; LANES]));
        // Not by `map`, of which the compiler makes calls.
        let left = simd.avx512f._mm512_permutex2var_ps(near, self.left, far);
        [left, simd.avx512f._mm512_permutex2var_ps(near, right, far)]
    }
}

/// The same as `pool_one_by_one`. What is stored behind the windows that are looked at is of windows that come later.
pub fn pool(simd: V4, sample: Sample<'_, f32>) -> bool {
    simd.vectorize(
        #[inline(always)]
        || {
            let Sample { columns, x, y, mut places } = sample;
            let (width, lines, group) = (2 * columns, y.len() / columns, Group::new(columns));
            let (one, down) = (cast([1_u32; LANES]), cast([width as u32; LANES]));
            let mut are_no_numbers = 0;
            for line in (0..lines).step_by(group.rows) {
                for at in (0..columns).step_by(LANES) {
                    let (from, pixel) = (line * columns + at, line * 2 * width + 2 * at);
                    let [a, b] = group.split(simd, x, pixel, 2 * width);
                    let [c, d] = group.split(simd, x, pixel + width, 2 * width);
                    // Of several the first.
                    let right = simd.avx512f._mm512_cmp_ps_mask::<_CMP_GT_OQ>(b, a);
                    let right_below = simd.avx512f._mm512_cmp_ps_mask::<_CMP_GT_OQ>(d, c);
                    let top = simd.avx512f._mm512_mask_blend_ps(right, a, b);
                    let bottom = simd.avx512f._mm512_mask_blend_ps(right_below, c, d);
                    let below = simd.avx512f._mm512_cmp_ps_mask::<_CMP_GT_OQ>(bottom, top);
                    store(simd, &mut y[from..], simd.avx512f._mm512_mask_blend_ps(below, top, bottom));
                    if let Some(places) = &mut places {
                        let right = right & !below | right_below & below;
                        let place = simd.avx512f._mm512_add_epi32(group.places, cast([pixel as u32; LANES]));
                        let place = simd.avx512f._mm512_mask_add_epi32(place, right, place, one);
                        let place = simd.avx512f._mm512_mask_add_epi32(place, below, place, down);
                        store_places(simd, &mut places[from..], place);
                    }
                    // Of other pixels of the sample, too, and of zeros.
                    are_no_numbers |= simd.avx512f._mm512_cmp_ps_mask::<_CMP_UNORD_Q>(a, b)
                        | simd.avx512f._mm512_cmp_ps_mask::<_CMP_UNORD_Q>(c, d);
                }
            }
            are_no_numbers == 0
        },
    )
}

/// The same as `unpool_one_by_one`.
pub fn unpool(simd: V4, given: Given<'_, f32>) {
    simd.vectorize(
        #[inline(always)]
        || {
            let Given { columns, dy, places, dx } = given;
            let (width, mut twice) = (2 * columns, [0_u32; LANES]);
            for lane in 0..LANES {
                twice[lane] = lane as u32 / 2;
            }
            let twice = cast(twice);
            let windows = dy.chunks_exact(columns).zip(places.chunks_exact(columns));
            for (line, (rows, (dy, places))) in dx.chunks_exact_mut(2 * width).zip(windows).enumerate() {
                let (upper, lower) = rows.split_at_mut(width);
                for at in (0..columns).step_by(LANES / 2) {
                    // The last ones cover, if there are enough, a part of those before once more: what needs no mask is faster.
                    let at = at.min(columns.saturating_sub(LANES / 2));
                    let count = columns.min(LANES / 2);
                    let dy = load(simd, &dy[at..at + count]);
                    let dy = simd.avx512f._mm512_permutexvar_ps(twice, dy);
                    let places = load_places(simd, &places[at..at + count]);
                    let places = simd.avx512f._mm512_permutexvar_epi32(twice, places);
                    let (pixels, place) = (2 * at..2 * (at + count), line * 2 * width + 2 * at);
                    let is = simd.avx512f._mm512_cmpeq_epi32_mask(places, numbers(place as u32, 1));
                    store(simd, &mut upper[pixels.clone()], simd.avx512f._mm512_maskz_mov_ps(is, dy));
                    let is = simd.avx512f._mm512_cmpeq_epi32_mask(places, numbers((place + width) as u32, 1));
                    store(simd, &mut lower[pixels], simd.avx512f._mm512_maskz_mov_ps(is, dy));
                }
            }
        },
    )
}
