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
    let apart = lanes / len.next_power_of_two();
    let all: &[T] = cast_slice(slice::from_ref(&all));
    for i in 0..MOST_LANES {
        if i < len {
            sums[BEFORE * lanes + i] = all[i * apart];
        }
    }
}

/// The sums of the first `len` vectors, a power of two, which lie `lanes / len` lanes apart.
#[inline(always)]
fn merged<S: Simd, T: Lanes>(simd: S, mut group: [T::Vector<S>; MOST_LANES], len: usize) -> T::Vector<S> {
    // One by one, so that all that they do is known when they are compiled.
    let len = halve::<S, T, 8>(simd, &mut group, len);
    let len = halve::<S, T, 4>(simd, &mut group, len);
    let len = halve::<S, T, 2>(simd, &mut group, len);
    halve::<S, T, 1>(simd, &mut group, len);
    group[0]
}

/// Before, the sums of a vector are in `2 RUN` lanes each; behind it in `RUN` lanes, beside those of another vector. How many vectors
/// are left.
#[inline(always)]
fn halve<S: Simd, T: Lanes, const RUN: usize>(
    simd: S,
    group: &mut [T::Vector<S>; MOST_LANES],
    len: usize,
) -> usize {
    if const { RUN >= count::<S, T>() } {
        return len;
    }
    if len == 1 {
        group[0] = T::plus(simd, group[0], T::rotate_left(simd, group[0], RUN));
        return 1;
    }
    let (left, first_halves) = (len / 2, T::runs(simd, RUN));
    for i in 0..MOST_LANES / 2 {
        if i < left {
            let (a, b) = (group[i], group[i + left]);
            let here = T::select(simd, first_halves, a, b);
            group[i] = T::plus(simd, here, T::crossed(simd, a, b, RUN));
        }
    }
    left
}
