//! The easiest face of a layer: what it does to one entry.

#[cfg(doc)]
use crate::Rule;
use crate::math::SMALL;
use crate::{PerSample, Scalar};

/// A layer of the form `y = f(x)`, entry by entry.
///
/// ```
/// use plies::{Activation, Inputs, Rule, Scalar, math};
///
/// /// `y = ln(1 + eˣ)`.
/// #[derive(Clone, Copy)]
/// pub struct Softplus;
///
/// impl Softplus {
///     /// It gives what it takes, and needs no `x` on the way back.
///     pub const fn shape_rule(self, inputs: Inputs) -> Rule {
///         Rule::takes([inputs.one()]).gives(inputs.one()).in_place()
///     }
/// }
///
/// impl Activation for Softplus {
///     fn activate<T: Scalar>(self, x: T) -> T {
///         x.max(T::zero()) + math::ln_1p(math::exp(-x.abs()))
///     }
///
///     fn slope<T: Scalar>(self, _x: T, y: T) -> T {
///         -math::exp_m1(-y)
///     }
/// }
/// ```
pub trait Activation: Copy {
    /// `y` from `x`.
    fn activate<T: Scalar>(self, x: T) -> T;

    /// `dy/dx`, from whichever of `x` and `y` makes it easier. Where it does without `x`, the rule can say [`Rule::in_place`]: `y` is
    /// then written over `x` where nobody else needs that, `dx` over `dy`, and `x` is something else here.
    fn slope<T: Scalar>(self, x: T, y: T) -> T;

    /// The same for many entries, as many `x` as `y`: of a batch of more than a few. What it gives has to be bit for bit what
    /// [`activate`](Activation::activate) gives, so that a batch gives what its samples give one by one.
    ///
    /// [`math::activate_all`](crate::math::activate_all) does it with the vectors of the machine.
    #[inline]
    fn activate_all<T: Scalar>(self, x: &[T], y: &mut [T]) {
        for (x, y) in x.iter().zip(y) {
            *y = self.activate(*x);
        }
    }

    /// The way back for as many, `dx = dy slope`, of the same bits, too; with vectors, it is [`math::backward_all`](crate::math::backward_all).
    #[inline]
    fn backward_all<T: Scalar>(self, x: &[T], y: &[T], dy: &[T], dx: &mut [T]) {
        for (((x, y), dy), dx) in x.iter().zip(y).zip(dy).zip(dx) {
            *dx = *dy * self.slope(*x, *y);
        }
    }

    /// [`activate_all`](Activation::activate_all), each `y` over its `x`; with vectors, it is
    /// [`math::activate_all_in_place`](crate::math::activate_all_in_place).
    #[inline]
    fn activate_all_in_place<T: Scalar>(self, y: &mut [T]) {
        for y in y {
            *y = self.activate(*y);
        }
    }

    /// [`backward_all`](Activation::backward_all), each `dx` over its `dy`, of a slope from `y`; with vectors, it is
    /// [`math::backward_all_in_place`](crate::math::backward_all_in_place).
    #[inline]
    fn backward_all_in_place<T: Scalar>(self, y: &[T], dx: &mut [T]) {
        for (y, dx) in y.iter().zip(dx) {
            *dx *= self.slope(*y, *y);
        }
    }
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

    #[inline(always)]
    fn forward_batch(self, _: &(), x: &[[T; F]], y: &mut [[T; F]]) {
        // How many entries a sample has is known: where there are few, nothing is called.
        if F <= SMALL && F * x.len() <= SMALL {
            for (x, y) in x.iter().zip(y) {
                PerSample::forward(self, &(), x, y);
            }
        } else {
            self.activate_all(x.as_flattened(), y.as_flattened_mut());
        }
    }

    #[inline(always)]
    fn backward_batch(self, _: &(), x: &[[T; F]], y: &[[T; F]], dy: &[[T; F]], dx: &mut [[T; F]]) {
        if F <= SMALL && F * x.len() <= SMALL {
            for (((x, y), dy), dx) in x.iter().zip(y).zip(dy).zip(dx) {
                PerSample::backward(self, &(), x, y, dy, dx);
            }
        } else {
            let (x, y, dy) = (x.as_flattened(), y.as_flattened(), dy.as_flattened());
            self.backward_all(x, y, dy, dx.as_flattened_mut());
        }
    }

    #[inline(always)]
    fn forward_batch_in_place(self, y: &mut [[T; F]]) {
        if F <= SMALL && F * y.len() <= SMALL {
            for y in y.as_flattened_mut() {
                *y = self.activate(*y);
            }
        } else {
            self.activate_all_in_place(y.as_flattened_mut());
        }
    }

    #[inline(always)]
    fn backward_batch_in_place(self, y: &[[T; F]], dx: &mut [[T; F]]) {
        if F <= SMALL && F * y.len() <= SMALL {
            for (y, dx) in y.as_flattened().iter().zip(dx.as_flattened_mut()) {
                *dx *= self.slope(*y, *y);
            }
        } else {
            self.backward_all_in_place(y.as_flattened(), dx.as_flattened_mut());
        }
    }
}
