//! Adding one slice to another.

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
