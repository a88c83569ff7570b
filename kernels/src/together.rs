//! Adding up the lanes of several vectors at once.

use std::slice;

use pulp::Simd;
use pulp::bytemuck::cast_slice;

use super::lanes::{Lanes, MOST_LANES, count};

/// The sum of the lanes of each vector, added in the order of [`Lanes::sum`]; of several that are no numbers, another may be left.
///
/// Vectors are merged in pairs, so that each addition adds lanes of two: `L` sums take `L - 1` additions, where each by itself
/// takes as many as halve it to one lane.
#[inline(always)]
pub fn sums<S: Simd, T: Lanes, const M: usize, const N: usize>(
    simd: S,
    vectors: &[[T::Vector<S>; N]; M],
    sums: &mut [T],
) {
    assert!(M * N <= 4 * count::<S, T>());
    // Each by itself, with what it adds up as a constant, so that the vectors stay in registers.
    add::<S, T, M, N, 0>(simd, vectors, sums);
    add::<S, T, M, N, 1>(simd, vectors, sums);
    add::<S, T, M, N, 2>(simd, vectors, sums);
    add::<S, T, M, N, 3>(simd, vectors, sums);
}

/// Of as many vectors as there are lanes, after `BEFORE` times as many.
#[inline(always)]
fn add<S: Simd, T: Lanes, const M: usize, const N: usize, const BEFORE: usize>(
    simd: S,
    vectors: &[[T::Vector<S>; N]; M],
    sums: &mut [T],
) {
    let (lanes, len) = (
        count::<S, T>(),
        const {
            let left = (M * N).saturating_sub(BEFORE * count::<S, T>());
            if left < count::<S, T>() { left } else { count::<S, T>() }
        },
    );
    if len == 0 {
        return;
    }
    let mut group = [T::splat(simd, T::default()); MOST_LANES];
    for i in 0..MOST_LANES {
        if i < len {
            let at = BEFORE * lanes + i;
            group[i] = vectors[at / N][at % N];
        }
    }
    let all = merged::<S, T>(simd, group, len.next_power_of_two());
    sums[BEFORE * lanes..][..len].copy_from_slice(&cast_slice(slice::from_ref(&all))[..len]);
}

/// Lane `l` is the sum of vector `l`, of the first `len`, a power of two.
#[inline(always)]
fn merged<S: Simd, T: Lanes>(simd: S, mut group: [T::Vector<S>; MOST_LANES], len: usize) -> T::Vector<S> {
    let mut run = count::<S, T>() / 2;
    // Before each step, vector `i` holds sums of vectors `i`, `i + 2 run`, …, each in `2 run` lanes in a row, the first of them from
    // lane `i` on, counted around; behind it, of vectors `i`, `i + run`, …, each in `run` lanes.
    while run > 0 {
        for i in 0..run.min(len) {
            let (a, b) = (group[i], if i + run < len { group[i + run] } else { group[i] });
            let first_halves = T::runs(simd, i, run);
            let here = T::select(simd, first_halves, a, b);
            let there = T::select(simd, first_halves, b, a);
            group[i] = T::plus(simd, here, T::rotate_left(simd, there, run));
        }
        run /= 2;
    }
    group[0]
}
