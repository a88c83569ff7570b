//! Products of many rows with rows, for vectors as wide as a line of the cache: a few rows of the weight are laid out vector by
//! vector, so that most loads are of one line.

use pulp::Simd;

use super::dot::put;
use super::lanes::{Lanes, Tail, count};
use super::room::Room;
use super::rows::{Places, Start};
use crate::threads::Columns;

/// How many bytes a strip has at most: some of a second-level cache, if not of the first.
const STRIP: usize = 64 << 10;

/// From how many rows on it is worth laying a strip out.
const MANY: usize = 12;

/// Of how many columns there are the sums now: as many as fill strips.
#[inline(always)]
pub fn of_many_rows<S: Simd, T: Lanes>(
    tail: Tail<S, T>,
    k: usize,
    x: &[T],
    weight: &[T],
    weight_at: Places,
    start: Start<'_, T>,
    y: &mut Columns<'_, T>,
) -> usize {
    let (m, n, vectors) = (y.rows(), y.width(), k.div_ceil(count::<S, T>()));
    if m < MANY || vectors * 8 * size_of::<T::Vector<S>>() > STRIP {
        return 0;
    }
    let mut room = Room::<STRIP>::new();
    // What is laid out begins with a line, as the room does.
    let room = T::vectors_mut::<S>(room.cleared(vectors * 8 * count::<S, T>())).0;
    let mut j = 0;
    macro_rules! strips {
        ($height:literal, $width:literal, $end:expr) => {
            while j + $width <= $end {
                let strip = room[..vectors * $width].as_chunks_mut::<$width>().0;
                for c in 0..$width {
                    let (whole, rest) = T::vectors::<S>(&weight[weight_at.at(j + c)..][..k]);
                    for (strip, vector) in strip.iter_mut().zip(whole) {
                        strip[c] = *vector;
                    }
                    if tail.len() > 0 {
                        strip[vectors - 1][c] = tail.load(rest);
                    }
                }
                let start = start.from(j);
                let mut i = 0;
                while m - i >= $height {
                    tile::<S, T, $height, $width>(tail, k, &x[i * k..], strip, start, [i, j], y);
                    i += $height;
                }
                while i < m {
                    tile::<S, T, 1, $width>(tail, k, &x[i * k..], strip, start, [i, j], y);
                    i += 1;
                }
                j += $width;
            }
        };
    }
    // Three rows by eight, as many sums as fit into the registers; by five, as many as are added up in one vector.
    strips!(3, 8, n - 5 * fives(n));
    strips!(3, 5, n);
    j
}

/// How many strips of five leave a multiple of eight, if any do.
#[inline(always)]
fn fives(n: usize) -> usize {
    (0..8).find(|fives| 5 * fives <= n && (n - 5 * fives).is_multiple_of(8)).unwrap_or(0)
}

/// The sums of `M` rows with those of a strip, and their place in `y`.
#[inline(always)]
fn tile<S: Simd, T: Lanes, const M: usize, const N: usize>(
    tail: Tail<S, T>,
    k: usize,
    x: &[T],
    strip: &[[T::Vector<S>; N]],
    start: Start<'_, T>,
    place: [usize; 2],
    y: &mut Columns<'_, T>,
) {
    let simd = tail.simd();
    let vectors = k / count::<S, T>();
    let (mut xs, mut x_ends) = ([&[][..]; M], [&[][..]; M]);
    for i in 0..M {
        (xs[i], x_ends[i]) = T::vectors::<S>(&x[i * k..][..k]);
        // The same length for all, which the compiler can see: no check is left in the loop.
        xs[i] = &xs[i][..vectors];
    }
    let whole = &strip[..vectors];
    let mut sums = [[T::splat(simd, T::default()); N]; M];
    for p in 0..vectors {
        for j in 0..N {
            for i in 0..M {
                sums[i][j] = T::mul_add(simd, xs[i][p], whole[p][j], sums[i][j]);
            }
        }
    }
    if tail.len() > 0 {
        for i in 0..M {
            let x = tail.load(x_ends[i]);
            for j in 0..N {
                sums[i][j] = T::mul_add(simd, x, strip[vectors][j], sums[i][j]);
            }
        }
    }
    put(simd, sums, start, place, y);
}
