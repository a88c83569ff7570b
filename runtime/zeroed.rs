//! Memory that begins as zeros, on the heap, without passing through the stack.

use nalgebra::SMatrix;

use crate::Scalar;

/// A type whose values can begin as all zeros: a network, a gradient, a tape.
///
/// Nobody writes this by hand: `#[derive(Parameters)]` and `network!` do.
///
/// # Safety
/// All-zero bytes must be a value of the type.
pub unsafe trait Zeroed: Sized {
    /// Zeros on the heap. Even a large value does not pass through the stack.
    fn boxed() -> Box<Self> {
        // SAFETY: zeros are a value of this type, as the trait requires.
        unsafe { Box::<Self>::new_zeroed().assume_init() }
    }

    /// Zeros on the stack, for what is small.
    #[inline]
    fn zeroed() -> Self {
        // SAFETY: zeros are a value of this type, as the trait requires.
        unsafe { std::mem::zeroed() }
    }
}

macro_rules! zeroed {
    ($($type:ty),*) => {
        $(
            // SAFETY: zero is a value of it.
            unsafe impl Zeroed for $type {}
        )*
    };
}

zeroed!(f32, f64, u8, u16, u32, u64, usize, bool, ());

// SAFETY: an array is zeros where its entries are.
unsafe impl<Z: Zeroed, const N: usize> Zeroed for [Z; N] {}

// SAFETY: a static matrix is an array of its entries.
unsafe impl<T: Scalar, const R: usize, const C: usize> Zeroed for SMatrix<T, R, C> {}
