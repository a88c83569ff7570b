//! Adding slices, and adding up what is in them.

use pulp::{Simd, WithSimd};

use super::lanes::Lanes;

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
        let (y, y_rest) = T::vectors_mut::<S>(self.y);
        let (x, x_rest) = T::vectors::<S>(self.x);
        let factor = T::splat(simd, self.factor);
        for (y, x) in y.iter_mut().zip(x) {
            *y = T::mul_add(simd, factor, *x, *y);
        }
        for (y, x) in y_rest.iter_mut().zip(x_rest) {
            *y += self.factor * *x;
        }
    }
}

/// `sums[i] = Σ rows[i]`, over rows of `n`, and over the samples, which begin `count` rows apart.
pub fn row_sums<T: Lanes>(n: usize, count: usize, rows: &[T], sums: &mut [T]) {
    const LANES: usize = 16;
    sums.fill(T::default());
    // The last sample may end before another would begin.
    for rows in rows.chunks(n * count) {
        for (sum, row) in sums.iter_mut().zip(rows.chunks_exact(n)) {
            // Several sums side by side, which the compiler puts into vectors.
            let (mut lanes, (chunks, rest)) = ([T::default(); LANES], row.as_chunks::<LANES>());
            for chunk in chunks {
                for lane in 0..LANES {
                    lanes[lane] += chunk[lane];
                }
            }
            for x in lanes.iter().chain(rest) {
                *sum += *x;
            }
        }
    }
}
