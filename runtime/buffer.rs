//! Memory of a known size, in one piece.

use std::slice;

use crate::{Scalar, Zeroed};

/// Memory for `N` samples, `EACH` entries for each and `ONCE` more.
#[repr(C)]
pub struct Buffer<T, const EACH: usize, const ONCE: usize, const N: usize> {
    each: [[T; EACH]; N],
    once: [T; ONCE],
}

// SAFETY: arrays of scalars are zeros where these are.
unsafe impl<T: Scalar, const EACH: usize, const ONCE: usize, const N: usize> Zeroed
    for Buffer<T, EACH, ONCE, N>
{
}

impl<T, const EACH: usize, const ONCE: usize, const N: usize> Buffer<T, EACH, ONCE, N> {
    const LEN: usize = EACH * N + ONCE;

    /// All of it.
    #[inline]
    pub const fn entries(&self) -> &[T] {
        // SAFETY: in C's order the arrays lie one after the other, and nothing is between them, as both are aligned as `T` is
        // and a multiple of it long. So `self` is as many `T` as there are in both, borrowed for as long as it is.
        unsafe { slice::from_raw_parts((&raw const *self).cast(), Self::LEN) }
    }

    /// All of it, to write to.
    #[inline]
    pub const fn entries_mut(&mut self) -> &mut [T] {
        // SAFETY: as in `entries`; and nobody else has it, since `self` is borrowed mutably.
        unsafe { slice::from_raw_parts_mut((&raw mut *self).cast(), Self::LEN) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_one_piece() {
        let mut buffer = Buffer { each: [[1.0, 2.0], [3.0, 4.0]], once: [5.0] };
        assert_eq!(buffer.entries(), [1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(size_of_val(&buffer), size_of_val(buffer.entries()));
        buffer.entries_mut()[4] = 6.0;
        assert_eq!((buffer.each[1][1], buffer.once), (4.0, [6.0]));
        assert!(Buffer::<f32, 0, 0, 3>::zeroed().entries_mut().is_empty());
    }
}
