//! Adding slices, and adding up what is in them.

use pulp::{Simd, WithSimd};

use super::lanes::{self, Lanes, Tail, before_line, fills_a_line};

/// `y += factor x`, entry by entry.
pub struct AddScaled<'a, T> {
    pub y: &'a mut [T],
    pub factor: T,
    pub x: &'a [T],
}

impl<T: Lanes> WithSimd for AddScaled<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let AddScaled { y, factor, x } = self;
        let (lanes, factor) = (lanes::count::<S, T>(), T::splat(simd, factor));
        // What is written begins with a line of the cache then.
        let head = if const { fills_a_line::<S, T>() } { before_line(y) } else { 0 };
        let (first_y, y) = y.split_at_mut(head);
        let (first_x, x) = x.split_at(head);
        let ((y, last_y), (x, last_x)) = (T::vectors_mut::<S>(y), T::vectors::<S>(x));
        for (y, x) in y.iter_mut().zip(x) {
            *y = T::mul_add(simd, factor, *x, *y);
        }
        for (y, x) in [(first_y, first_x), (last_y, last_x)] {
            let tail = Tail::new(simd, y.len() % lanes);
            if tail.len() > 0 {
                let sum = T::mul_add(simd, factor, tail.load(x), tail.load(y));
                tail.store(y, sum);
            }
        }
    }
}

/// `sums[i] += Σ rows[i]`, over rows of `n`, and over the samples, which begin `count` rows apart.
pub struct RowSums<'a, T> {
    pub n: usize,
    pub count: usize,
    pub rows: &'a [T],
    pub sums: &'a mut [T],
}

impl<T: Lanes> WithSimd for RowSums<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        /// How many sums are side by side, so that none waits for the one before.
        const SIDE_BY_SIDE: usize = 4;
        let RowSums { n, count, rows, sums } = self;
        let (zero, tail) = (T::splat(simd, T::default()), Tail::new(simd, n % lanes::count::<S, T>()));
        // The last sample may end before another would begin.
        for rows in rows.chunks(n * count) {
            for (sum, row) in sums.iter_mut().zip(rows.chunks_exact(n)) {
                let (vectors, rest) = T::vectors::<S>(row);
                let (groups, others) = vectors.as_chunks::<SIDE_BY_SIDE>();
                let mut side_by_side = [zero; SIDE_BY_SIDE];
                for group in groups {
                    for i in 0..SIDE_BY_SIDE {
                        side_by_side[i] = T::plus(simd, side_by_side[i], group[i]);
                    }
                }
                let [a, b, c, d] = side_by_side;
                let mut all = T::plus(simd, T::plus(simd, a, b), T::plus(simd, c, d));
                for vector in others {
                    all = T::plus(simd, all, *vector);
                }
                all = T::plus(simd, all, tail.load(rest));
                *sum += T::sum(simd, all);
            }
        }
    }
}
