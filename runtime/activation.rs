//! The easiest face of a layer: what it does to one entry.

use crate::{PerSample, Scalar};

/// A layer of the form `y = f(x)`, entry by entry.
///
/// ```
/// use plies::{Activation, Inputs, Rule, Scalar};
///
/// /// `y = ln(1 + eˣ)`.
/// #[derive(Clone, Copy)]
/// pub struct Softplus;
///
/// impl Softplus {
///     /// It gives what it takes.
///     pub const fn shape_rule(self, inputs: Inputs) -> Rule {
///         Rule::takes([inputs.one()]).gives(inputs.one())
///     }
/// }
///
/// impl Activation for Softplus {
///     fn activate<T: Scalar>(self, x: T) -> T {
///         x.max(T::zero()) + (-x.abs()).exp().ln_1p()
///     }
///
///     fn slope<T: Scalar>(self, _x: T, y: T) -> T {
///         T::one() - (-y).exp()
///     }
/// }
/// ```
pub trait Activation: Copy {
    /// `y` from `x`.
    fn activate<T: Scalar>(self, x: T) -> T;

    /// `dy/dx`, from whichever of `x` and `y` makes it easier.
    fn slope<T: Scalar>(self, x: T, y: T) -> T;
}

impl<A: Activation, T: Scalar, const F: usize> PerSample<[T; F], [T; F]> for A {
    type Parameters = ();

    // Always inlined, as the loop over the samples is: in a small network a call is a tenth of the time of a step.
    #[inline(always)]
    fn forward(self, _: &(), x: &[T; F], y: &mut [T; F]) {
        for i in 0..F {
            y[i] = self.activate(x[i]);
        }
    }

    #[inline(always)]
    fn backward(self, _: &(), x: &[T; F], y: &[T; F], dy: &[T; F], dx: &mut [T; F]) {
        for i in 0..F {
            dx[i] = dy[i] * self.slope(x[i], y[i]);
        }
    }
}
