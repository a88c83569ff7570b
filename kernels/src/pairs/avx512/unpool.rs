//! The way back: each gradient goes to the largest pixel of its window.

use std::arch::x86_64::{__m512, __m512i};

use pulp::bytemuck::{Zeroable, cast, cast_slice};
use pulp::x86::V4;

use super::{LANES, counted_from, load, prefetch_to_write, store};
use crate::pairs::{Given, block, block_mut};

/// How many pixels before they are written a line of the cache is asked for.
const AHEAD: usize = 256;

/// The same as `unpool_one_by_one`.
pub fn unpool(simd: V4, given: Given<'_, f32>) {
    simd.vectorize(
        #[inline(always)]
        || {
            if given.columns < LANES {
                as_one_row(simd, given);
            } else {
                row_by_row(simd, given);
            }
        },
    )
}

/// What vectors of pixels, one after the other across the rows of a sample, see of the windows, until that repeats.
struct Pattern {
    vectors: usize,
    /// The first of the windows that each vector sees.
    firsts: [usize; LANES],
    /// Which of sixteen windows from there on is that of each pixel.
    windows: [__m512i; LANES],
}

impl Pattern {
    /// Of fewer than sixteen columns, so that no vector sees more than sixteen windows from the first on.
    fn new(columns: usize) -> Self {
        // As many as are whole rows of windows, and so often that there are not few.
        let vectors = columns >> columns.trailing_zeros().min(2);
        let vectors = (LANES / 2).div_ceil(vectors) * vectors;
        let mut pattern = Pattern { vectors, firsts: [0; LANES], windows: [Zeroable::zeroed(); LANES] };
        let (mut line, mut is_lower, mut column) = (0, false, 0);
        for v in 0..vectors {
            let mut windows = [0; LANES];
            for window in &mut windows {
                *window = line + column / 2;
                column += 1;
                if column == 2 * columns {
                    (line, is_lower, column) = (line + if is_lower { columns } else { 0 }, !is_lower, 0);
                }
            }
            let first = windows.iter().copied().min().unwrap_or_default();
            pattern.firsts[v] = first;
            pattern.windows[v] = cast(windows.map(|window| (window - first) as u32));
        }
        pattern
    }

    /// How many windows it has, of four pixels each.
    #[inline(always)]
    fn len(&self) -> usize {
        self.vectors * LANES / 4
    }

    /// Writes so many vectors of pixels, of which the first has that place in its sample. No vector reaches beyond the slices, if they
    /// are said to be `WHOLE`.
    #[inline(always)]
    fn give<const WHOLE: bool>(
        &self,
        simd: V4,
        vectors: usize,
        place: usize,
        Given { dy, places, dx, .. }: Given<'_, f32>,
    ) {
        let (windows, pixels) = (dy.len().min(places.len()), vectors * LANES);
        let places = cast_slice(places);
        let is_whole = self.len() + LANES <= windows && pixels <= dx.len();
        assert!(!WHOLE || vectors <= self.vectors && is_whole, "a window outside of the batch");
        let mut pixels = counted_from(simd, place);
        for v in 0..vectors {
            let (first, windows) = (self.firsts[v], self.windows[v]);
            // SAFETY: as asserted, behind all windows of the pattern, of which the first is one, there are sixteen more, with their places.
            let (dy, places) =
                unsafe { (load::<WHOLE>(simd, dy, first), load::<WHOLE>(simd, places, first)) };
            prefetch_to_write(dx, v * LANES + AHEAD);
            let places = simd.avx512f._mm512_permutexvar_epi32(windows, cast(places));
            let is = simd.avx512f._mm512_cmpeq_epi32_mask(places, pixels);
            let given = simd.avx512f._mm512_maskz_permutexvar_ps(is, windows, dy);
            // SAFETY: as asserted, there is room for so many vectors.
            unsafe { store::<WHOLE>(simd, dx, v * LANES, given) };
            pixels = simd.avx512f._mm512_add_epi32(pixels, cast([LANES as u32; LANES]));
        }
    }
}

/// Of fewer than sixteen columns.
#[inline(always)]
fn as_one_row(simd: V4, Given { columns, len, dy, places, dx }: Given<'_, f32>) {
    let pattern = Pattern::new(columns);
    for sample in (0..dy.len()).step_by(len) {
        let all = (4 * len).div_ceil(LANES);
        for v in (0..all).step_by(pattern.vectors) {
            let (window, vectors) = (sample + v * LANES / 4, pattern.vectors.min(all - v));
            let is_whole = window + pattern.len() + LANES <= dy.len();
            let (dy, places, dx) = (&dy[window..], &places[window..], &mut dx[4 * window..]);
            let given = Given { columns, len, dy, places, dx };
            match is_whole {
                true => pattern.give::<true>(simd, vectors, v * LANES, given),
                false => pattern.give::<false>(simd, vectors, v * LANES, given),
            }
        }
    }
}

/// Of sixteen columns or more.
#[inline(always)]
fn row_by_row(simd: V4, Given { columns, len, dy, places, dx }: Given<'_, f32>) {
    let (width, lines) = (2 * columns, len / columns);
    let mut halves = [[0_u32; LANES]; 2];
    for i in 0..2 * LANES {
        halves[i / LANES][i % LANES] = i as u32 / 2;
    }
    let windows = dy.chunks_exact(columns).zip(places.chunks_exact(columns));
    for (line, (rows, (dy, places))) in dx.chunks_exact_mut(2 * width).zip(windows).enumerate() {
        let (upper, lower) = rows.split_at_mut(width);
        for at in (0..columns).step_by(LANES) {
            // The last ones cover, if need be, a part of those before once more.
            let at = at.min(columns - LANES);
            let (dy, places): (__m512, __m512i) =
                (cast(*block::<_, LANES>(dy, at)), cast(*block::<_, LANES>(places, at)));
            for half in 0..2 {
                let windows = cast(halves[half]);
                let dy = simd.avx512f._mm512_permutexvar_ps(windows, dy);
                let places = simd.avx512f._mm512_permutexvar_epi32(windows, places);
                let to = 2 * at + half * LANES;
                // Of the rows below.
                prefetch_to_write(lower, width + to);
                prefetch_to_write(lower, 2 * width + to);
                let place = line % lines * 2 * width + to;
                let is = simd.avx512f._mm512_cmpeq_epi32_mask(places, counted_from(simd, place));
                *block_mut(upper, to) = cast::<_, [f32; LANES]>(simd.avx512f._mm512_maskz_mov_ps(is, dy));
                let is = simd.avx512f._mm512_cmpeq_epi32_mask(places, counted_from(simd, place + width));
                *block_mut(lower, to) = cast::<_, [f32; LANES]>(simd.avx512f._mm512_maskz_mov_ps(is, dy));
            }
        }
    }
}
