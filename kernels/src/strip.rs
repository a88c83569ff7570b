//! Products of many rows with rows, for vectors as wide as a line of the cache: a few rows of the weight are laid out vector by
//! vector, so that most loads are of one line.

use pulp::Simd;

use super::dot::{Ends, put};
use super::lanes::{Lanes, before_line, count};
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
    simd: S,
    k: usize,
    x: &[T],
    weight: &[T],
    weight_at: Places,
    start: Start<'_, T>,
    y: &mut Columns<'_, T>,
) -> usize {
    let (m, n, lanes) = (y.rows(), y.width(), count::<S, T>());
    let fits = |ends: Ends<S, T>| ends.vectors() * 8 * size_of::<T::Vector<S>>() <= STRIP;
    // Where all rows lie alike, their vectors begin with lines of the cache, too, if there is room for one more: with the same bits, as
    // `Dot` says of one row.
    let mut ends = Ends::new(simd, if k.is_multiple_of(lanes) { before_line(x) } else { 0 }, k);
    if !fits(ends) {
        ends = Ends::new(simd, 0, k);
    }
    if m < MANY || !fits(ends) {
        return 0;
    }
    let vectors = ends.vectors();
    let mut room = Room::<STRIP>::new();
    // What is laid out begins with a line, as the room does.
    let room = T::vectors_mut::<S>(room.cleared(vectors * 8 * lanes)).0;
    let mut j = 0;
    macro_rules! strips {
        ($height:literal, $width:literal, $end:expr) => {
            while j + $width <= $end {
                let strip = room[..vectors * $width].as_chunks_mut::<$width>().0;
                for c in 0..$width {
                    let row = &weight[weight_at.at(j + c)..][..k];
                    let (whole, rest) = ends.others(row);
                    let (first, strip) = strip.split_at_mut(ends.has_head() as usize);
                    if let [first] = first {
                        first[c] = ends.first(row);
                    }
                    for (strip, vector) in strip.iter_mut().zip(whole) {
                        strip[c] = *vector;
                    }
                    if ends.has_tail() {
                        strip[whole.len()][c] = ends.last(rest);
                    }
                }
                let start = start.from(j);
                let mut i = 0;
                while m - i >= $height {
                    tile::<S, T, $height, $width>(ends, &x[i * k..], strip, start, [i, j], y);
                    i += $height;
                }
                while i < m {
                    tile::<S, T, 1, $width>(ends, &x[i * k..], strip, start, [i, j], y);
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
    ends: Ends<S, T>,
    x: &[T],
    strip: &[[T::Vector<S>; N]],
    start: Start<'_, T>,
    place: [usize; 2],
    y: &mut Columns<'_, T>,
) {
    let (simd, k) = (ends.simd(), ends.k());
    let (first, strip) = strip.split_at(ends.has_head() as usize);
    let vectors = ends.whole();
    let (mut xs, mut x_ends) = ([&[][..]; M], [&[][..]; M]);
    for i in 0..M {
        (xs[i], x_ends[i]) = ends.others(&x[i * k..][..k]);
        // The same length for all, which the compiler can see: no check is left in the loop.
        xs[i] = &xs[i][..vectors];
    }
    let whole = &strip[..vectors];
    let mut sums = [[T::splat(simd, T::default()); N]; M];
    if let [first] = first {
        for i in 0..M {
            let x = ends.first(&x[i * k..][..k]);
            for j in 0..N {
                sums[i][j] = T::mul_add(simd, x, first[j], sums[i][j]);
            }
        }
    }
    for p in 0..vectors {
        for j in 0..N {
            for i in 0..M {
                sums[i][j] = T::mul_add(simd, xs[i][p], whole[p][j], sums[i][j]);
            }
        }
    }
    if ends.has_tail() {
        for i in 0..M {
            let x = ends.last(x_ends[i]);
            for j in 0..N {
                sums[i][j] = T::mul_add(simd, x, strip[vectors][j], sums[i][j]);
            }
        }
    }
    put(simd, sums, start, place, y);
}
