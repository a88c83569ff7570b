//! The easier face of a layer: what it does to one sample.

use crate::{Backward, Forward, Initializer, Layer, Output, Parameters, Scalar, Sizes};

/// A layer with one input that treats each sample alone; the library loops over the batch.
///
/// ```
/// use plies::{Initializer, Inputs, PerSample, Rule, SVector, Scalar};
///
/// /// `y = weight ⊙ x`, entry by entry.
/// #[derive(Clone, Copy)]
/// pub struct Scale;
///
/// impl Scale {
///     /// It gives what it takes.
///     pub const fn shape_rule(self, inputs: Inputs) -> Rule {
///         Rule::takes([inputs.one()]).gives(inputs.one())
///     }
/// }
///
/// impl<T: Scalar, const F: usize> PerSample<[T; F], [T; F]> for Scale {
///     type Parameters = SVector<T, F>;
///
///     fn forward(self, weight: &SVector<T, F>, x: &[T; F], y: &mut [T; F]) {
///         for i in 0..F {
///             y[i] = weight[i] * x[i];
///         }
///     }
///
///     fn backward(self, weight: &SVector<T, F>, _x: &[T; F], _y: &[T; F], dy: &[T; F], dx: &mut [T; F]) {
///         for i in 0..F {
///             dx[i] = weight[i] * dy[i];
///         }
///     }
///
///     fn add_gradient(
///         self,
///         gradient: &mut SVector<T, F>,
///         _weight: &SVector<T, F>,
///         x: &[T; F],
///         _y: &[T; F],
///         dy: &[T; F],
///     ) {
///         for i in 0..F {
///             gradient[i] += x[i] * dy[i];
///         }
///     }
///
///     fn initialize(self, weight: &mut SVector<T, F>, _: &mut Initializer) {
///         weight.fill(T::one());
///     }
/// }
/// ```
pub trait PerSample<In, Out: Output, S = Sizes>: Copy {
    /// What lasts from step to step. `()` for nothing.
    type Parameters: Parameters<Out::Scalar>;

    /// Writes `y`.
    fn forward(self, parameters: &Self::Parameters, x: &In, y: &mut Out);

    /// Overwrites `dx`. Called where somebody asks for it.
    fn backward(self, parameters: &Self::Parameters, x: &In, y: &Out, dy: &Out, dx: &mut In);

    /// The same for each sample of a batch, where that is faster than one after the other.
    #[doc(hidden)]
    #[inline(always)]
    fn forward_batch(self, parameters: &Self::Parameters, x: &[In], y: &mut [Out]) {
        for (x, y) in x.iter().zip(y) {
            self.forward(parameters, x, y);
        }
    }

    /// The same for each sample of a batch.
    #[doc(hidden)]
    #[inline(always)]
    fn backward_batch(self, parameters: &Self::Parameters, x: &[In], y: &[Out], dy: &[Out], dx: &mut [In]) {
        for (((x, y), dy), dx) in x.iter().zip(y).zip(dy).zip(dx) {
            self.backward(parameters, x, y, dy, dx);
        }
    }

    /// As [`Layer::forward_in_place`].
    #[doc(hidden)]
    #[inline(always)]
    fn forward_batch_in_place(self, y: &mut [Out]) {
        let _ = y;
        panic!("a rule says `in_place`: `Layer` has methods for it, and `PerSample` has none");
    }

    /// As [`Layer::backward_in_place`].
    #[doc(hidden)]
    #[inline(always)]
    fn backward_batch_in_place(self, y: &[Out], dx: &mut [Out]) {
        let _ = (y, dx);
        panic!("a rule says `in_place`: `Layer` has methods for it, and `PerSample` has none");
    }

    /// Adds this sample's share to the gradient of the parameters. Nothing to do where there are none.
    #[inline]
    fn add_gradient(
        self,
        gradient: &mut Self::Parameters,
        parameters: &Self::Parameters,
        x: &In,
        y: &Out,
        dy: &Out,
    ) {
        let _ = (gradient, parameters, x, y, dy);
    }

    /// The parameters before training; they come as zeros.
    #[inline]
    fn initialize(self, parameters: &mut Self::Parameters, initializer: &mut Initializer) {
        let _ = (parameters, initializer);
    }
}

// Of `Sizes` alone: else a crate could make a layer of the library `PerSample` by sizes of its own, and no layer for layers,
// such as `Repeat`, could be written.
impl<
    L,
    T: Scalar,
    const IN: usize,
    const OUT: usize,
    const A: usize,
    const B: usize,
    const C: usize,
    const D: usize,
> Layer<[T; IN], [T; OUT], Sizes<A, B, C, D>> for L
where
    L: PerSample<[T; IN], [T; OUT], Sizes<A, B, C, D>>,
{
    type Parameters = L::Parameters;
    type Cache<const N: usize> = ();

    #[inline(always)]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; IN], [T; OUT], N, Sizes<A, B, C, D>>) {
        let Forward { parameters, x, y, .. } = pass;
        self.forward_batch(parameters, x, y);
    }

    #[inline(always)]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; IN], [T; OUT], N, Sizes<A, B, C, D>>) {
        let Backward { parameters, x, y, dy, dx, gradient, .. } = pass;
        if !L::Parameters::FIXED
            && let Some(gradient) = gradient
        {
            gradient.clear();
            for ((x, y), dy) in x.iter().zip(y).zip(dy) {
                self.add_gradient(gradient, parameters, x, y, dy);
            }
        }
        if let Some(dx) = dx {
            self.backward_batch(parameters, x, y, dy, dx);
        }
    }

    #[inline(always)]
    fn forward_in_place(self, y: &mut [[T; OUT]]) {
        self.forward_batch_in_place(y);
    }

    #[inline(always)]
    fn backward_in_place(self, y: &[[T; OUT]], dx: &mut [[T; OUT]]) {
        self.backward_batch_in_place(y, dx);
    }

    #[inline]
    fn initialize(self, parameters: &mut L::Parameters, initializer: &mut Initializer) {
        PerSample::initialize(self, parameters, initializer);
    }
}
