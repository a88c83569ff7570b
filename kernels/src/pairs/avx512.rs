//! Sixteen windows at a time, and eight on the way back, on a machine with AVX-512; fewer at the end of a row.

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
    let lanes = first(to.len().min(LANES));
    // SAFETY: the lanes of the mask are those of the slice.
    unsafe { simd.avx512f._mm512_mask_storeu_epi32(to.as_mut_ptr().cast(), lanes, vector) }
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

/// The left pixels of up to sixteen windows, and the right ones.
#[inline(always)]
fn split(simd: V4, row: &[f32]) -> [__m512; 2] {
    let (near, far) = row.split_at(row.len().min(LANES));
    let (near, far) = (load(simd, near), load(simd, far));
    // Not by `map`, of which the compiler makes calls.
    let left = simd.avx512f._mm512_permutex2var_ps(near, numbers(0, 2), far);
    [left, simd.avx512f._mm512_permutex2var_ps(near, numbers(1, 2), far)]
}

/// The same as `pool_one_by_one`.
pub fn pool(simd: V4, sample: Sample<'_, f32>) -> bool {
    simd.vectorize(
        #[inline(always)]
        || {
            let Sample { columns, x, y, mut places } = sample;
            let (width, one, down) = (2 * columns, cast([1_u32; LANES]), cast([2 * columns as u32; LANES]));
            let mut are_no_numbers = 0;
            for (line, (rows, y)) in x.chunks_exact(2 * width).zip(y.chunks_exact_mut(columns)).enumerate() {
                let (upper, lower) = rows.split_at(width);
                for at in (0..columns).step_by(LANES) {
                    let count = (columns - at).min(LANES);
                    let pixels = 2 * at..2 * (at + count);
                    let [a, b] = split(simd, &upper[pixels.clone()]);
                    let [c, d] = split(simd, &lower[pixels]);
                    // Of several the first.
                    let right = simd.avx512f._mm512_cmp_ps_mask::<_CMP_GT_OQ>(b, a);
                    let right_below = simd.avx512f._mm512_cmp_ps_mask::<_CMP_GT_OQ>(d, c);
                    let top = simd.avx512f._mm512_mask_blend_ps(right, a, b);
                    let bottom = simd.avx512f._mm512_mask_blend_ps(right_below, c, d);
                    let below = simd.avx512f._mm512_cmp_ps_mask::<_CMP_GT_OQ>(bottom, top);
                    store(
                        simd,
                        &mut y[at..at + count],
                        simd.avx512f._mm512_mask_blend_ps(below, top, bottom),
                    );
                    if let Some(places) = &mut places {
                        let right = right & !below | right_below & below;
                        let place = numbers((line * 2 * width + 2 * at) as u32, 2);
                        let place = simd.avx512f._mm512_mask_add_epi32(place, right, place, one);
                        let place = simd.avx512f._mm512_mask_add_epi32(place, below, place, down);
                        store_places(simd, &mut places[line * columns + at..][..count], place);
                    }
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
