//! The contract between a network and its layers.

use nalgebra::one;

use crate::{Initializer, Output, Parameters, Path, Random, Samples, Shapes, Zeroed, product};

/// Further sizes that a shape rule computes, as const generics for the layer's `impl`.
///
/// A convolution's rule says `.sizes([patch, filters])`, and its `impl` is for `Sizes<PATCH, FILTERS>`.
pub struct Sizes<const A: usize = 0, const B: usize = 0, const C: usize = 0, const D: usize = 0>;

/// A layer from `In` to `Out`: a small value, such as `Affine::new(784, 50)`.
///
/// Beside this trait a layer has one inherent function, which the compiler runs:
/// `pub const fn shape_rule(self, inputs: Inputs) -> Rule`. It says what the layer takes and gives, and the compiler
/// checks that against the network; the sizes then stand in the header of the `impl`.
///
/// A layer that treats each sample alone is easier written as [`PerSample`](crate::PerSample), and one that treats
/// each entry alone as [`Activation`](crate::Activation).
///
/// ```
/// use plies::{Backward, Forward, Inputs, Layer, Rule, Scalar};
///
/// /// `y = a - b`.
/// #[derive(Clone, Copy)]
/// pub struct Sub;
///
/// impl Sub {
///     /// Two inputs of one shape, which is also the output's.
///     pub const fn shape_rule(self, inputs: Inputs) -> Rule {
///         let [a, _] = inputs.two();
///         Rule::takes([a, a]).gives(a)
///     }
/// }
///
/// impl<T: Scalar, const F: usize> Layer<([T; F], [T; F]), [T; F]> for Sub {
///     type Parameters = ();
///     type Cache<const N: usize> = ();
///
///     fn forward<const N: usize>(self, pass: Forward<'_, Self, ([T; F], [T; F]), [T; F], N>) {
///         let Forward { x: (a, b), y, .. } = pass;
///         for ((y, a), b) in y.iter_mut().zip(a).zip(b) {
///             for i in 0..F {
///                 y[i] = a[i] - b[i];
///             }
///         }
///     }
///
///     fn backward<const N: usize>(self, pass: Backward<'_, Self, ([T; F], [T; F]), [T; F], N>) {
///         let Backward { dy, dx: (da, db), .. } = pass;
///         if let Some(da) = da {
///             da.copy_from_slice(dy);
///         }
///         if let Some(db) = db {
///             for (db, dy) in db.as_flattened_mut().iter_mut().zip(dy.as_flattened()) {
///                 *db = -*dy;
///             }
///         }
///     }
/// }
///
/// plies::network! {
///     struct Difference(a: [3], b: [3]) -> [3] { difference: Sub from (a, b) }
/// }
/// ```
pub trait Layer<In: Samples, Out: Output, S = Sizes>: Copy {
    /// What lasts from step to step: weights, running statistics. `()` for none.
    type Parameters: Parameters<Out::Scalar>;
    /// What backward needs beside `x` and `y`, for up to `N` samples. `()` for nothing; else numbers, arrays and tuples
    /// of them, or a struct with `#[derive(Zeroed)]`.
    type Cache<const N: usize>: Zeroed;

    /// Writes `y`, for up to `N` samples.
    fn forward<const N: usize>(self, pass: Forward<'_, Self, In, Out, N, S>);

    /// Overwrites `dx` and `gradient`, where asked for. Where a value is used twice, the network adds up.
    fn backward<const N: usize>(self, pass: Backward<'_, Self, In, Out, N, S>);

    /// Goes back, as [`backward`](Layer::backward) does, and takes a step of plain descent, `parameters -= rate gradient`.
    ///
    /// Unless a layer says otherwise, that is done one after the other. A layer that can do both in one go, as
    /// [`Affine`](crate::Affine) does in the product that gives the gradient of its weight, offers it here, with the same bits.
    /// [`Network::train_step`](crate::Network::train_step) asks for it. What goes to `dx` is of the parameters before the step, and a
    /// statistic changes here, too, as nothing else moves it on.
    #[inline]
    fn descend<const N: usize>(self, pass: Descent<'_, Self, In, Out, N, S>) {
        let Descent { parameters, gradient, rate, x, y, cache, dy, mut dx, shapes, scratch } = pass;
        let samples = 0..Out::len(dy);
        self.backward::<N>(Backward {
            parameters: &*parameters,
            // For as long as the parameters are borrowed.
            x: In::slice(x, samples.clone()),
            y: Out::slice(y, samples.clone()),
            cache: &mut *cache,
            dy: Out::slice(dy, samples),
            dx: In::reborrow(&mut dx),
            gradient: Some(&mut *gradient),
            shapes,
            scratch: &mut *scratch,
        });
        <Self::Parameters>::walk([gradient], [parameters], Path::ROOT, &mut |entry, [change], [values]| {
            if entry.path.is_trained() {
                product::add_scaled(values, -rate, change);
            } else if entry.path.is_statistic() {
                product::add_scaled(values, one(), change);
            }
        });
    }

    /// Where `y` holds what the layer is fed, writes `y`: the same bits as [`forward`](Layer::forward). Asked of a layer whose rule
    /// says that it works [`in_place`](crate::Rule::in_place).
    fn forward_in_place(self, y: Out::BatchMut<'_>) {
        let _ = y;
        panic!("a layer whose rule says `in_place` has `forward_in_place`");
    }

    /// Where `dx` holds `dy`, writes `dx`: the same bits as [`backward`](Layer::backward).
    fn backward_in_place(self, y: Out::Batch<'_>, dx: Out::BatchMut<'_>) {
        let _ = (y, dx);
        panic!("a layer whose rule says `in_place` has `backward_in_place`");
    }

    /// The parameters before training; they come as zeros.
    #[inline]
    fn initialize(self, parameters: &mut Self::Parameters, initializer: &mut Initializer) {
        let _ = (parameters, initializer);
    }
}

/// What a layer's forward works with; destructure what you need, with `..` for the rest.
#[non_exhaustive]
pub struct Forward<'a, L: Layer<In, Out, S>, In: Samples, Out: Output, const N: usize, S = Sizes> {
    /// The layer's parameters. Several threads may read them at a time.
    pub parameters: &'a L::Parameters,
    /// The input: a batch, or a tuple of batches.
    pub x: In::Batch<'a>,
    /// Where the output goes.
    pub y: Out::BatchMut<'a>,
    /// Where to keep what backward will need. It is there when training, not when predicting.
    pub cache: Option<&'a mut L::Cache<N>>,
    /// The shapes that the layer's rule said.
    pub shapes: &'a Shapes,
    /// Working memory, as much as the rule asked for, with anything in it.
    pub scratch: &'a mut [Out::Scalar],
    /// Randomness.
    pub random: &'a mut Random,
}

/// What a layer's backward works with; destructure what you need, with `..` for the rest.
#[non_exhaustive]
pub struct Backward<'a, L: Layer<In, Out, S>, In: Samples, Out: Output, const N: usize, S = Sizes> {
    /// The layer's parameters.
    pub parameters: &'a L::Parameters,
    /// The input that forward was given.
    pub x: In::Batch<'a>,
    /// The output that forward wrote; anything, if the layer's rule says that it does [`without_y`](crate::Rule::without_y).
    pub y: Out::Batch<'a>,
    /// What forward kept.
    pub cache: &'a mut L::Cache<N>,
    /// The gradient of the loss for `y`.
    pub dy: Out::Batch<'a>,
    /// Where the gradient for `x` goes; `None` where nobody asks.
    pub dx: In::Gradient<'a>,
    /// Where the gradient for the parameters goes, summed over the batch; `None` if nobody asks.
    ///
    /// For a statistic, what it changes by goes there.
    pub gradient: Option<&'a mut L::Parameters>,
    /// The shapes that the layer's rule said.
    pub shapes: &'a Shapes,
    /// Working memory, as much as the rule asked for, with anything in it.
    pub scratch: &'a mut [Out::Scalar],
}

/// What a layer works with that goes back and takes a step at once; destructure what you need, with `..` for the rest.
#[non_exhaustive]
pub struct Descent<'a, L: Layer<In, Out, S>, In: Samples, Out: Output, const N: usize, S = Sizes> {
    /// The layer's parameters, as forward read them; what is asked of the input's gradient is of these.
    pub parameters: &'a mut L::Parameters,
    /// Room for their gradient, with anything in it.
    pub gradient: &'a mut L::Parameters,
    /// How far the step goes along the gradient.
    pub rate: Out::Scalar,
    /// The input that forward was given.
    pub x: In::Batch<'a>,
    /// The output that forward wrote; as in [`Backward`].
    pub y: Out::Batch<'a>,
    /// What forward kept.
    pub cache: &'a mut L::Cache<N>,
    /// The gradient of the loss for `y`.
    pub dy: Out::Batch<'a>,
    /// Where the gradient for `x` goes; `None` where nobody asks.
    pub dx: In::Gradient<'a>,
    /// The shapes that the layer's rule said.
    pub shapes: &'a Shapes,
    /// Working memory, as much as the rule asked for, with anything in it.
    pub scratch: &'a mut [Out::Scalar],
}

/// What the passes of all layers share. `network!` makes the passes from it.
#[doc(hidden)]
pub struct Context<'a, T> {
    pub scratch: &'a mut [T],
    pub random: &'a mut Random,
}

#[doc(hidden)]
impl<'a, L: Layer<In, Out, S>, In: Samples, Out: Output, const N: usize, S> Forward<'a, L, In, Out, N, S> {
    #[inline(always)]
    pub fn new(
        parameters: &'a L::Parameters,
        x: In::Batch<'a>,
        y: Out::BatchMut<'a>,
        cache: Option<&'a mut L::Cache<N>>,
        shapes: &'a Shapes,
        context: &'a mut Context<'_, Out::Scalar>,
    ) -> Self {
        Forward { parameters, x, y, cache, shapes, scratch: context.scratch, random: context.random }
    }
}
