//! What predicting needs beside a network.

use std::fmt;

use crate::{Network, Output, Samples, Zeroed};

/// Room for what lies between the layers while up to `N` samples are predicted, and no more: values whose last reader
/// has run make room for later ones.
///
/// One for a single sample is the smallest; one for a few dozen is faster where there are many.
pub struct Workspace<P: Network, const N: usize> {
    values: [P::Values; N],
    y: <P::Out as Output>::Memory<N>,
    scratch: P::Scratch,
}

impl<P: Network, const N: usize> fmt::Debug for Workspace<P, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Workspace for {N} samples")
    }
}

// SAFETY: zeros are a value of each field.
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
        network.predict_block(x, y, &mut self.values, self.scratch.as_mut());
    }

    /// The output for up to `N` samples.
    pub(crate) fn outputs(
        &mut self,
        network: &P,
        x: <P::In as Samples>::Batch<'_>,
    ) -> <P::Out as Samples>::Batch<'_> {
        let samples = P::In::len(x);
        let y = P::Out::batch_mut(&mut self.y, samples);
        network.predict_block(x, y, &mut self.values, self.scratch.as_mut());
        P::Out::batch(&self.y, samples)
    }
}

impl<P: Network, const N: usize> Default for Workspace<P, N> {
    fn default() -> Self {
        Self::new()
    }
}
