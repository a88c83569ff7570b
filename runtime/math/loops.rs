//! The loops of the activations for one scalar each, compiled once, in this crate, with the vectors of the machine.

use std::ops::Range;

use pulp::{Arch, Simd, WithSimd};

use super::{Logarithm, Normal, exp};
use crate::layers::*;
use crate::{Activation, Scalar};
use plies_kernels::threads::Share;

/// Up to how many numbers a loop is compiled where it is used: to ask for the machine's vectors would take longer than it.
pub(crate) const SMALL: usize = 32;

/// `y = f(x)` of many entries, with the vectors of the machine: what an activation of your own does in
/// [`activate_all`](Activation::activate_all) to be as fast as the library's.
///
/// Its loop is compiled for several kinds of vectors. To be made of them, `activate` has to be `#[inline(always)]`, and neither
/// branch nor call what is not inlined: arithmetic, comparisons and the functions of [`math`](crate::math) do not.
///
/// # Panics
/// If the two are not equally long.
#[inline]
pub fn activate_all<T: Scalar>(activation: impl Activation, x: &[T], y: &mut [T]) {
    assert_eq!(x.len(), y.len(), "the slices are not equally long");
    with_vectors(Activate { activation, x, y });
}

/// `dx = dy f'(x)` of many entries: the same for [`backward_all`](Activation::backward_all) and `slope`.
///
/// # Panics
/// If they are not equally long.
#[inline]
pub fn backward_all<T: Scalar>(activation: impl Activation, x: &[T], y: &[T], dy: &[T], dx: &mut [T]) {
    let equal = x.len() == y.len() && x.len() == dy.len() && x.len() == dx.len();
    assert!(equal, "the slices are not equally long");
    with_vectors(Backward { activation, x, y, dy, dx });
}

/// [`activate_all`] with each `y` over its `x`: what an activation of your own does in
/// [`activate_all_in_place`](Activation::activate_all_in_place).
#[inline]
pub fn activate_all_in_place<T: Scalar>(activation: impl Activation, y: &mut [T]) {
    with_vectors(ActivateInPlace { activation, y });
}

/// [`backward_all`] with each `dx` over its `dy`, of a slope that is from `y`: the same for
/// [`backward_all_in_place`](Activation::backward_all_in_place).
///
/// # Panics
/// If the two are not equally long.
#[inline]
pub fn backward_all_in_place<T: Scalar>(activation: impl Activation, y: &[T], dx: &mut [T]) {
    assert_eq!(y.len(), dx.len(), "the slices are not equally long");
    with_vectors(BackwardInPlace { activation, y, dx });
}

/// With the vectors of the machine where the compiler makes them: what is not optimised is none the faster for being compiled for
/// every machine, and the bits are the same.
#[inline(always)]
fn with_vectors<Loop: WithSimd>(operation: Loop) -> Loop::Output {
    if const { !plies_kernels::IS_OPTIMISED } {
        return operation.with_simd(pulp::Scalar::new());
    }
    Arch::new().dispatch(operation)
}

/// As many entries are a vector, of any machine, or several.
const VECTORS: usize = 16;

struct Activate<'a, A, T> {
    activation: A,
    x: &'a [T],
    y: &'a mut [T],
}

// No closures: of one that is long, the compiler would make a function for the smallest vectors, and call that.
impl<A: Activation, T: Scalar> WithSimd for Activate<'_, A, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        // The settings are moved here: through a reference they might change with every number that is written.
        let Activate { activation, x, y } = self;
        in_vectors(x.len(), |part| {
            for (x, y) in x[part.clone()].iter().zip(&mut y[part]) {
                *y = activation.activate(*x);
            }
        });
    }
}

struct Backward<'a, A, T> {
    activation: A,
    x: &'a [T],
    y: &'a [T],
    dy: &'a [T],
    dx: &'a mut [T],
}

impl<A: Activation, T: Scalar> WithSimd for Backward<'_, A, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Backward { activation, x, y, dy, dx } = self;
        in_vectors(x.len(), |part| {
            let (x, y, dy) = (&x[part.clone()], &y[part.clone()], &dy[part.clone()]);
            for (((x, y), dy), dx) in x.iter().zip(y).zip(dy).zip(&mut dx[part]) {
                *dx = *dy * activation.slope(*x, *y);
            }
        });
    }
}

struct ActivateInPlace<'a, A, T> {
    activation: A,
    y: &'a mut [T],
}

impl<A: Activation, T: Scalar> WithSimd for ActivateInPlace<'_, A, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let ActivateInPlace { activation, y } = self;
        let (vectors, rest) = y.as_chunks_mut::<VECTORS>();
        for y in vectors.as_flattened_mut() {
            *y = activation.activate(*y);
        }
        // Nothing may be computed once more, so the last ones are a vector by themselves.
        let mut last = [T::zero(); VECTORS];
        last[..rest.len()].copy_from_slice(rest);
        for y in &mut last {
            *y = activation.activate(*y);
        }
        rest.copy_from_slice(&last[..rest.len()]);
    }
}

struct BackwardInPlace<'a, A, T> {
    activation: A,
    y: &'a [T],
    dx: &'a mut [T],
}

impl<A: Activation, T: Scalar> WithSimd for BackwardInPlace<'_, A, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let BackwardInPlace { activation, y, dx } = self;
        let ((y, y_rest), (dx, dx_rest)) = (y.as_chunks::<VECTORS>(), dx.as_chunks_mut::<VECTORS>());
        for (y, dx) in y.as_flattened().iter().zip(dx.as_flattened_mut()) {
            *dx *= activation.slope(*y, *y);
        }
        for (y, dx) in y_rest.iter().zip(dx_rest) {
            *dx *= activation.slope(*y, *y);
        }
    }
}

struct ExpAll<'a, T>(&'a mut [T]);

impl<T: Scalar> WithSimd for ExpAll<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for x in self.0 {
            *x = exp::exp(*x);
        }
    }
}

/// Whole vectors, and the last entries, with some once more: one by one they would take longer than as a vector.
#[inline(always)]
fn in_vectors(n: usize, mut each: impl FnMut(Range<usize>)) {
    let mut part = 0..n - n % VECTORS;
    loop {
        each(part.clone());
        if part.end == n {
            break;
        }
        part = n.saturating_sub(VECTORS)..n;
    }
}

/// All exponentials of a batch.
#[inline(always)]
pub(crate) fn exp_all<T: Scalar, const F: usize>(x: &mut [[T; F]]) {
    if F <= SMALL && F * x.len() <= SMALL {
        for x in x {
            for i in 0..F {
                x[i] = exp::exp(x[i]);
            }
        }
    } else {
        T::exp_all(x.as_flattened_mut());
    }
}

/// The loops of the activation `A`. Not for use: [`Activation`] has them.
#[doc(hidden)]
pub trait Compiled<A>: Sized {
    fn activate_all(activation: A, x: &[Self], y: &mut [Self]);
    fn backward_all(activation: A, x: &[Self], y: &[Self], dy: &[Self], dx: &mut [Self]);
}

/// The loops in place of the activation `A`.
#[doc(hidden)]
pub trait CompiledInPlace<A>: Sized {
    fn activate_all_in_place(activation: A, y: &mut [Self]);
    fn backward_all_in_place(activation: A, y: &[Self], dx: &mut [Self]);
}

/// The methods of [`Activation`] for slices, of an activation whose loops are compiled here.
macro_rules! all_at_once {
    (in place) => {
        #[inline]
        fn activate_all_in_place<T: Scalar>(self, y: &mut [T]) {
            <T as crate::math::CompiledInPlace<Self>>::activate_all_in_place(self, y);
        }

        #[inline]
        fn backward_all_in_place<T: Scalar>(self, y: &[T], dx: &mut [T]) {
            <T as crate::math::CompiledInPlace<Self>>::backward_all_in_place(self, y, dx);
        }

        crate::math::all_at_once!();
    };
    () => {
        #[inline]
        fn activate_all<T: Scalar>(self, x: &[T], y: &mut [T]) {
            <T as crate::math::Compiled<Self>>::activate_all(self, x, y);
        }

        #[inline]
        fn backward_all<T: Scalar>(self, x: &[T], y: &[T], dy: &[T], dx: &mut [T]) {
            <T as crate::math::Compiled<Self>>::backward_all(self, x, y, dy, dx);
        }
    };
}
pub(crate) use all_at_once;

macro_rules! loops {
    ($($activation:ident)*; in place: $($in_place:ident)*) => {
        /// All that a scalar can do with many numbers. Not for use.
        #[doc(hidden)]
        pub trait Loops: Logarithm + Normal $(+ Compiled<$activation>)* $(+ CompiledInPlace<$in_place>)* {
            /// `xᵢ` becomes its exponential.
            fn exp_all(x: &mut [Self]);
        }
        loops!(for f32: $($activation)*; $($in_place)*);
        loops!(for f64: $($activation)*; $($in_place)*);
    };
    (for $scalar:ident: $($activation:ident)*; $($in_place:ident)*) => {
        impl Loops for $scalar {
            #[inline(never)]
            fn exp_all(x: &mut [Self]) {
                with_vectors(ExpAll(x));
            }
        }
        $(
            impl Compiled<$activation> for $scalar {
                #[inline(never)]
                fn activate_all(activation: $activation, x: &[Self], y: &mut [Self]) {
                    let share = Share::of_entries(x.len());
                    share.run(y, |rows, y| activate_all(activation, &x[rows], y));
                }

                #[inline(never)]
                fn backward_all(activation: $activation, x: &[Self], y: &[Self], dy: &[Self], dx: &mut [Self]) {
                    let share = Share::of_entries(x.len());
                    share.run(dx, |rows, dx| {
                        backward_all(activation, &x[rows.clone()], &y[rows.clone()], &dy[rows], dx);
                    });
                }
            }
        )*
        $(
            impl CompiledInPlace<$in_place> for $scalar {
                #[inline(never)]
                fn activate_all_in_place(activation: $in_place, y: &mut [Self]) {
                    Share::of_entries(y.len()).run(y, |_, y| activate_all_in_place(activation, y));
                }

                #[inline(never)]
                fn backward_all_in_place(activation: $in_place, y: &[Self], dx: &mut [Self]) {
                    let share = Share::of_entries(y.len());
                    share.run(dx, |rows, dx| backward_all_in_place(activation, &y[rows], dx));
                }
            }
        )*
    };
}

loops!(
    Elu Exp GeluByNormal GeluByTanh HardSigmoid HardSwish LeakyRelu Log Neg Recip Relu Scale Sigmoid Silu Softplus Sqrt Tanh;
    in place: Relu Sigmoid Softplus Tanh
);
