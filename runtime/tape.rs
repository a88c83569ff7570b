//! What training needs beside a network and its gradient.

use std::fmt;

use plies_kernels::threads;

use crate::layer::Context;
use crate::way_back::{Along, Descending, Rest, ToGradient, WayBack};
use crate::wire::Visit;
use crate::{Backward, Forward, Layer, Loss, Network, Output, Random, Samples, Sizes, Zeroed};

/// What forward keeps for backward, and all that lies between the layers, for batches of up to `N` samples.
///
/// A value is there until backward has read it for the last time, a gradient until its layer has gone back; then either gives way
/// to the gradients of layers above. An activation such as `Relu` is written over what it is fed. The compiler plans where
/// each lies. A network inside another has its own.
///
/// Its size is known when the program is compiled: `size_of::<Tape<Net, 100>>()`.
pub struct Tape<P: Network, const N: usize> {
    kept: Kept<P, N>,
    dy: <P::Out as Output>::Memory<N>,
    random: Random,
}

/// What forward leaves for backward, and working memory for both.
struct Kept<P: Network, const N: usize> {
    cache: <P::Layer as Layer<P::In, P::Out>>::Cache<N>,
    y: <P::Out as Output>::Memory<N>,
    scratch: P::Scratch,
}

impl<P: Network, const N: usize> Tape<P, N> {
    /// A tape on the heap, which even a large one reaches without passing through the stack.
    pub fn boxed() -> Box<Self> {
        const { assert!(N > 0, "a tape is for 1 or more samples") };
        let mut tape = Box::<Self>::new_zeroed();
        let whole: *mut Self = tape.as_mut_ptr();
        // SAFETY: the place of the generator is inside the allocation, and nothing is there to drop.
        unsafe { (&raw mut (*whole).random).write(Random::new(0)) };
        // SAFETY: zeros are a value of all other fields.
        unsafe { tape.assume_init() }
    }

    /// A tape on the stack, for a small network.
    #[inline]
    pub fn new() -> Self {
        const { assert!(N > 0, "a tape is for 1 or more samples") };
        let kept = Kept { cache: Zeroed::zeroed(), y: Zeroed::zeroed(), scratch: Zeroed::zeroed() };
        Tape { kept, dy: Zeroed::zeroed(), random: Random::new(0) }
    }

    /// Draws from another seed what layers draw at random from now on, such as what dropout drops.
    pub fn seed(&mut self, seed: u64) {
        self.random = Random::new(seed);
    }

    /// What layers draw from: a copy of it, put back with [`set_random`](Tape::set_random), draws the same once more.
    pub fn random(&self) -> &Random {
        &self.random
    }

    /// Goes back from the one sample that went forward last, and visits each value and its gradient.
    pub(crate) fn each_value<'a>(
        &'a mut self,
        network: &'a P,
        x: <P::In as Samples>::Batch<'a>,
        dx: <P::In as Samples>::Gradient<'a>,
        dy: <P::Out as Samples>::Batch<'a>,
        visit: &mut Visit<'_, P::Scalar>,
    ) {
        let Kept { cache, y, scratch } = &mut self.kept;
        let (y, scratch) = (P::Out::batch(y, 1), scratch.as_mut());
        let pass = Backward {
            parameters: network,
            x,
            y,
            cache,
            dy,
            dx,
            gradient: None,
            shapes: &P::SHAPES,
            scratch,
        };
        P::each_value(pass, visit);
    }

    /// The loss of so many samples that went forward, and its gradient.
    #[inline]
    fn loss<Target>(&mut self, targets: &[Target], samples: usize) -> P::Scalar
    where
        P::Loss: Loss<P::Out, Target>,
    {
        let y = P::Out::batch(&self.kept.y, samples);
        P::LOSS.loss_and_gradient(y, targets, P::Out::batch_mut(&mut self.dy, samples))
    }

    /// Forward and back, with a step of plain descent on the way: see [`Network::train_step`].
    #[inline]
    #[track_caller]
    pub(crate) fn descend<Target>(
        &mut self,
        of: Along<'_, P, P::Scalar>,
        x: <P::In as Samples>::Batch<'_>,
        targets: &[Target],
    ) -> P::Scalar
    where
        P::Loss: Loss<P::Out, Target>,
    {
        let samples = P::In::len(x);
        let _ =
            Pass::forward(&*of.parameters, P::In::slice(x, 0..samples), &mut *self).of_targets(targets.len());
        let loss = self.loss(targets, samples);
        let (kept, dy) = (&mut self.kept, P::Out::batch(&self.dy, samples));
        kept.back::<Descending>(of, P::In::slice(x, 0..samples), dy, P::In::nowhere());
        loss
    }

    /// Goes on drawing from here.
    pub fn set_random(&mut self, random: Random) {
        self.random = random;
    }
}

impl<P: Network, const N: usize> fmt::Debug for Tape<P, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tape for {N} samples")
    }
}

impl<P: Network, const N: usize> Default for Tape<P, N> {
    fn default() -> Self {
        Self::new()
    }
}

/// A batch that went forward, and can go backward.
///
/// ```
/// use plies::{Mul, Network, network};
///
/// network! {
///     struct Square(x: [2]) -> [2] { y: Mul from (x, x) }
/// }
/// let (square, mut tape, mut dx) = (Square::<f64>::zeros(), Square::tape::<1>(), [[0.0; 2]]);
/// let x = [[3.0, 5.0]];
/// let pass = square.forward(&x, &mut tape);
/// assert_eq!(pass.output(), [[9.0, 25.0]]);
/// pass.backward(&[[1.0, 10.0]], None, Some(&mut dx));
/// assert_eq!(dx, [[6.0, 100.0]]);
/// ```
#[must_use = "a pass that is not used went forward in vain"]
pub struct Pass<'a, P: Network, const N: usize> {
    network: &'a P,
    x: <P::In as Samples>::Batch<'a>,
    samples: usize,
    tape: &'a mut Tape<P, N>,
}

impl<P: Network, const N: usize> fmt::Debug for Pass<'_, P, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pass of {} samples", self.samples)
    }
}

impl<'a, P: Network, const N: usize> Pass<'a, P, N> {
    #[inline]
    #[track_caller]
    pub(crate) fn forward(
        network: &'a P,
        x: <P::In as Samples>::Batch<'a>,
        tape: &'a mut Tape<P, N>,
    ) -> Self {
        let samples = P::In::len(x);
        assert!(samples > 0, "a batch has at least one sample");
        assert!(samples <= N, "a batch of {samples} samples does not fit on a tape for {N}");
        tape.kept.forward(network, P::In::slice(x, 0..samples), &mut tape.random);
        Pass { network, x, samples, tape }
    }

    /// What the network gave, for each sample.
    #[inline]
    pub fn output(&self) -> <P::Out as Samples>::Batch<'_> {
        P::Out::batch(&self.tape.kept.y, self.samples)
    }

    /// From the gradient `dy` of what the network gave to the gradient of every parameter, and of every input. Each
    /// overwrites what is in its place; `None` where nobody asks.
    ///
    /// # Panics
    /// If there are not as many samples in `dy` or in `dx` as went forward.
    #[inline]
    #[track_caller]
    pub fn backward(
        self,
        dy: <P::Out as Samples>::Batch<'_>,
        gradient: Option<&mut P>,
        dx: <P::In as Samples>::Gradient<'_>,
    ) {
        let (found, samples) = (P::Out::len(dy), self.samples);
        assert!(found == samples, "{samples} samples went forward, and the gradient is of {found}");
        self.tape.kept.back::<ToGradient>((self.network, gradient), self.x, dy, dx);
    }

    /// The loss over the batch, its mean unless the loss says otherwise, and back from there: its gradient for every
    /// parameter, and for every input. Each overwrites what is in its place; `None` where nobody asks.
    ///
    /// # Panics
    /// If there is not one target for each sample, or not as much room in `dx` as there are samples.
    #[inline]
    #[track_caller]
    pub fn backward_from_loss<Target>(
        self,
        targets: &[Target],
        gradient: Option<&mut P>,
        dx: <P::In as Samples>::Gradient<'_>,
    ) -> P::Scalar
    where
        P::Loss: Loss<P::Out, Target>,
    {
        let samples = self.of_targets(targets.len());
        let loss = self.tape.loss(targets, samples);
        let Tape { kept, dy, .. } = self.tape;
        kept.back::<ToGradient>((self.network, gradient), self.x, P::Out::batch(dy, samples), dx);
        loss
    }
}

impl<P: Network, const N: usize> Pass<'_, P, N> {
    /// How many samples there are, each of which has to have a target.
    #[inline]
    #[track_caller]
    fn of_targets(&self, found: usize) -> usize {
        let samples = self.samples;
        assert!(found == samples, "there are {samples} samples, and {found} targets");
        samples
    }
}

impl<P: Network, const N: usize> Kept<P, N> {
    #[inline]
    fn forward(&mut self, network: &P, x: <P::In as Samples>::Batch<'_>, random: &mut Random) {
        let (samples, Kept { cache, y, scratch }) = (P::In::len(x), self);
        let context = &mut Context { scratch: scratch.as_mut(), random };
        let (x, y) = (P::In::slice(x, 0..samples), P::Out::batch_mut(y, samples));
        threads::together(samples.saturating_mul(P::MULTIPLY_ADDS), || {
            P::LAYER.forward::<N>(Forward::new(network, x, y, Some(cache), &P::SHAPES, context));
        });
    }

    #[inline]
    #[track_caller]
    fn back<W: WayBack<P::Scalar>>(
        &mut self,
        mut of: W::Of<'_, P>,
        x: <P::In as Samples>::Batch<'_>,
        dy: <P::Out as Samples>::Batch<'_>,
        mut dx: <P::In as Samples>::Gradient<'_>,
    ) {
        let (samples, Kept { cache, y, scratch }) = (P::In::len(x), self);
        if let Some(room) = P::In::gradient_len(&dx) {
            assert!(
                room == samples,
                "{samples} samples went forward, and there is room for the gradient of {room}"
            );
        }
        let (x, dx) = (P::In::slice(x, 0..samples), P::In::reborrow(&mut dx));
        let (y, dy) = (P::Out::batch(y, samples), P::Out::slice(dy, 0..samples));
        let scratch = scratch.as_mut();
        threads::together(samples.saturating_mul(P::BACKWARD_MULTIPLY_ADDS), || {
            // For no longer than what lies on the tape.
            let (layer, of) = (P::LAYER, W::node(&mut of, |network| network, |network| network));
            let rest = Rest { x, y, cache, dy, dx, shapes: &P::SHAPES, scratch };
            W::back::<P::Layer, P::In, P::Out, N, Sizes>(layer, of, rest);
        });
    }
}
