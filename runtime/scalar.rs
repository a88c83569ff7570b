//! The numbers a network computes with.

use nalgebra::RealField;

use crate::Zeroed;
use crate::math::Loops;
use crate::optimizer::Updates;
use crate::product::Kernels;

/// `f32` or `f64`.
///
/// All arithmetic and functions of [`RealField`] are there: `T::zero()`, `x.exp()`, `x.max(y)`. For the scalar of a network
/// that is known only as `N: Network`, import [`RealField`] and [`ComplexField`](crate::ComplexField), whose they are.
/// Exponentials and their like are faster in [`math`](crate::math), and the same everywhere.
///
/// ```
/// use plies::Scalar;
///
/// fn softplus<T: Scalar>(x: T) -> T {
///     (T::one() + x.exp()).ln()
/// }
/// assert_eq!(softplus(0.0_f32), 2.0_f32.ln());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no scalar of a network",
    label = "no scalar of a network",
    note = "a scalar is `f32` or `f64`"
)]
pub trait Scalar: RealField + Copy + Default + Zeroed + Kernels + Updates + Loops {
    /// The nearest number of this type.
    fn of(number: f64) -> Self;
    /// The same number as an `f64`.
    fn to_f64(self) -> f64;
}

impl Scalar for f32 {
    #[inline]
    fn of(number: f64) -> f32 {
        number as f32
    }

    #[inline]
    fn to_f64(self) -> f64 {
        self.into()
    }
}

impl Scalar for f64 {
    #[inline]
    fn of(number: f64) -> f64 {
        number
    }

    #[inline]
    fn to_f64(self) -> f64 {
        self
    }
}
