//! Rows turned into columns, with vectors.

use pulp::Simd;

use crate::lanes::{Lanes, MOST_LANES, Tail, count};

/// Rows and columns of which so many lie side by side, the next a `pitch` behind.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    pub rows: usize,
    pub columns: usize,
    pub from_pitch: usize,
    pub to_pitch: usize,
}

/// `to[c to_pitch + r] = from[r from_pitch + c]`, in squares as wide as a vector; what is not there is not written.
#[inline(always)]
pub(super) fn turned<S: Simd, T: Lanes>(simd: S, sizes: Sizes, from: &[T], to: &mut [T]) {
    let (lanes, Sizes { rows, columns, from_pitch, to_pitch }) = (count::<S, T>(), sizes);
    for r in (0..rows).step_by(lanes) {
        let height = Tail::new(simd, (rows - r).min(lanes));
        for c in (0..columns).step_by(lanes) {
            let width = Tail::new(simd, (columns - c).min(lanes));
            let mut square = [T::splat(simd, T::default()); MOST_LANES];
            // Whole or not in loops of their own, which are unrolled then, so that the square stays in registers.
            if width.is_whole() {
                for i in 0..MOST_LANES {
                    if i < height.len() {
                        square[i] = T::vectors::<S>(&from[(r + i) * from_pitch + c..][..lanes]).0[0];
                    }
                }
            } else {
                for i in 0..MOST_LANES {
                    if i < height.len() {
                        square[i] = width.load(&from[(r + i) * from_pitch + c..]);
                    }
                }
            }
            turn::<S, T>(simd, &mut square, width.len());
            if height.is_whole() {
                for i in 0..MOST_LANES {
                    if i < width.len() {
                        T::vectors_mut::<S>(&mut to[(c + i) * to_pitch + r..][..lanes]).0[0] = square[i];
                    }
                }
            } else {
                for i in 0..MOST_LANES {
                    if i < width.len() {
                        height.store(&mut to[(c + i) * to_pitch + r..], square[i]);
                    }
                }
            }
        }
    }
}

/// Exchanges the halves beside the diagonal, then those of each quarter, and so on. Of few columns, the lower half is not looked at.
#[inline(always)]
fn turn<S: Simd, T: Lanes>(simd: S, square: &mut [T::Vector<S>; MOST_LANES], columns: usize) {
    // Each of its own, as a loop over them would not be unrolled, and the square not be in registers.
    exchange::<S, T, 8, MOST_LANES>(simd, square);
    if columns > 8 {
        exchange::<S, T, 4, MOST_LANES>(simd, square);
        exchange::<S, T, 2, MOST_LANES>(simd, square);
        exchange::<S, T, 1, MOST_LANES>(simd, square);
    } else {
        exchange::<S, T, 4, 8>(simd, square);
        exchange::<S, T, 2, 8>(simd, square);
        exchange::<S, T, 1, 8>(simd, square);
    }
}

/// Exchanges, in every square of twice so many lanes and rows, the halves beside the diagonal, in the first so many rows.
#[inline(always)]
fn exchange<S: Simd, T: Lanes, const HALF: usize, const ROWS: usize>(
    simd: S,
    square: &mut [T::Vector<S>; MOST_LANES],
) {
    let lanes = count::<S, T>();
    if HALF >= lanes {
        return;
    }
    let first_halves = T::runs(simd, HALF);
    for i in 0..ROWS {
        if i < lanes && i & HALF == 0 {
            let (a, b) = (square[i], square[i + HALF]);
            let crossed = T::crossed(simd, a, b, HALF);
            square[i] = T::select(simd, first_halves, a, crossed);
            square[i + HALF] = T::select(simd, first_halves, crossed, b);
        }
    }
}
