//! What predicting needs beside a network.

use std::fmt;

use plies_kernels::threads;

use crate::{Network, Output, Samples, Zeroed};

/// Memory for what is needed at a time while up to `N` samples are predicted: the values that are still read, and the working
/// memory of the layer that runs. Inputs lie with whoever calls.
///
/// Its size is a constant, that of the widest moment of the graph: in a sequence, of two neighbouring values, of which an
/// activation that is written over what it is fed is none. The compiler plans where each value lies.
///
/// ```
/// use plies::{Affine, Relu, Workspace, network};
///
/// network! {
///     struct Net(x: [784]) -> [10] { affine1: Affine::to(50), relu1: Relu, affine2: Affine::to(10) }
/// }
/// const BYTES: usize = size_of::<Workspace<Net, 1>>();
/// assert_eq!(BYTES, size_of::<f32>() * (50 + 10));
/// ```
///
/// One for a single sample is the smallest; one for a few dozen is faster where there are many. Values take `N` times as much
/// then, but working memory does not: `size_of::<Workspace<Net, 32>>()` says how much that is in all.
pub struct Workspace<P: Network, const N: usize> {
    buffer: P::Buffer<N>,
}

impl<P: Network, const N: usize> fmt::Debug for Workspace<P, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Workspace for {N} samples")
    }
}

// SAFETY: zeros are a value of its field.
unsafe impl<P: Network, const N: usize> Zeroed for Workspace<P, N> {}

impl<P: Network, const N: usize> Workspace<P, N> {
    /// A workspace on the stack, for a small network.
    #[inline]
    pub fn new() -> Self {
        const { assert!(N > 0, "a workspace is for 1 or more samples") };
        Self::zeroed()
    }

    /// Writes the output for up to `N` samples.
    #[inline]
    pub(crate) fn predict(
        &mut self,
        network: &P,
        x: <P::In as Samples>::Batch<'_>,
        y: <P::Out as Output>::BatchMut<'_>,
    ) {
        let samples = P::Out::len_mut(&y);
        threads::together(samples.saturating_mul(P::MULTIPLY_ADDS), || {
            network.predict_block(x, Some(y), samples, &mut self.buffer);
        });
    }

    /// The output for up to `N` samples.
    pub(crate) fn outputs(
        &mut self,
        network: &P,
        x: <P::In as Samples>::Batch<'_>,
    ) -> <P::Out as Samples>::Batch<'_> {
        let samples = P::In::len(x);
        threads::together(samples.saturating_mul(P::MULTIPLY_ADDS), || {
            network.predict_block(x, None, samples, &mut self.buffer);
        });
        P::predicted(&self.buffer, samples)
    }
}

impl<P: Network, const N: usize> Default for Workspace<P, N> {
    fn default() -> Self {
        Self::new()
    }
}
