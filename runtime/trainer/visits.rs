use std::fmt;

use super::EpochRecord;
#[cfg(feature = "weights")]
use crate::{EarlyStopping, Random, Resumable, Snapshot, batches::Order};
use crate::{Network, Workspace};

/// A step that is about to be made: its gradient is known, and the network has not changed yet.
#[non_exhaustive]
pub struct Step<'a, P, O> {
    /// Which step it is, counted from 0 over all epochs.
    pub number: usize,
    /// In which epoch, from 1.
    pub epoch: usize,
    /// The loss over the batch: its mean, unless the loss says otherwise.
    pub loss: f64,
    /// The network before the step.
    pub network: &'a P,
    /// The gradient, which can be changed.
    pub gradient: &'a mut P,
    /// What will make the step.
    pub optimizer: &'a mut O,
    pub(super) is_last: bool,
}

impl<P, O> Step<'_, P, O> {
    /// Ends training after this step. The epoch counts as it is: it is validated, visited and recorded.
    pub fn stop(&mut self) {
        self.is_last = true;
    }
}

impl<P, O> fmt::Debug for Step<'_, P, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Step {} in epoch {}: loss {}", self.number, self.epoch, self.loss)
    }
}

/// An epoch that was done.
#[non_exhaustive]
pub struct Epoch<'a, P: Network, O, const N: usize> {
    /// What became of the network.
    pub record: &'a EpochRecord,
    /// The network as it is now.
    pub network: &'a P,
    /// What made the steps, and will make the next ones.
    pub optimizer: &'a mut O,
    /// For measuring the network.
    pub workspace: &'a mut Workspace<P, N>,
    pub(super) is_last: bool,
    #[cfg(feature = "weights")]
    pub(super) rest: Rest<'a, P>,
}

/// What else a run goes on from.
#[cfg(feature = "weights")]
pub(super) struct Rest<'a, P: Network> {
    pub random: &'a Random,
    pub order: Order<'a>,
    pub early_stopping: Option<&'a EarlyStopping<P>>,
}

#[cfg(feature = "weights")]
impl<P: Network, O: Resumable<P>, const N: usize> Epoch<'_, P, O, N> {
    /// All that this run goes on from, to be saved: `epoch.snapshot().save("run.safetensors")`.
    pub fn snapshot(&self) -> Snapshot<'_, P, O> {
        Snapshot {
            network: self.network,
            optimizer: self.optimizer,
            random: self.rest.random,
            steps: self.record.steps,
            epochs_done: self.record.epoch,
            order: self.rest.order,
            early_stopping: self.rest.early_stopping,
            notes: vec![],
        }
    }
}

impl<P: Network, O, const N: usize> Epoch<'_, P, O, N> {
    /// Ends training here.
    pub fn stop(&mut self) {
        self.is_last = true;
    }
}

impl<P: Network, O, const N: usize> fmt::Debug for Epoch<'_, P, O, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Epoch({})", self.record)
    }
}
