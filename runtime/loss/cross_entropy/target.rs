use super::CrossEntropy;
use crate::{Class, Scalar};

/// What a target says of the classes.
pub trait Target<T, const C: usize>: Sized {
    /// How probable a class is.
    fn probability(&self, class: usize) -> T;
    /// What a mean over targets divides by.
    fn count(loss: CrossEntropy, targets: &[Self]) -> T;
}

impl<T: Scalar, const C: usize> Target<T, C> for Class<C> {
    #[inline]
    fn probability(&self, class: usize) -> T {
        if class == self.label() { T::one() } else { T::zero() }
    }

    #[inline]
    fn count(loss: CrossEntropy, targets: &[Self]) -> T {
        if loss.weights.is_empty() {
            return T::of(targets.len() as f64);
        }
        let mut sum = T::zero();
        for target in targets {
            sum += loss.weight(target.label());
        }
        sum
    }
}

impl<T: Scalar, const C: usize> Target<T, C> for [T; C] {
    #[inline]
    fn probability(&self, class: usize) -> T {
        self[class]
    }

    #[inline]
    fn count(_: CrossEntropy, targets: &[Self]) -> T {
        T::of(targets.len() as f64)
    }
}
