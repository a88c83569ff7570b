use std::error::Error;
use std::fmt;

/// What became of a network, epoch by epoch.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct History {
    /// A record for each epoch.
    pub epochs: Vec<EpochRecord>,
    /// What ended it.
    pub stop: Stop,
}

/// What ended training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stop {
    /// All epochs were done.
    Done,
    /// There was nothing better for longer than patience allows.
    EarlyStopping,
    /// A visitor of a step or of an epoch asked for it.
    Asked,
    /// The loss was infinite or NaN.
    NonFiniteLoss,
}

/// What became of a network in one epoch.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct EpochRecord {
    /// Which epoch it was, from 1.
    pub epoch: usize,
    /// How many steps were made, in this and all epochs before.
    pub steps: usize,
    /// The loss over the samples of the epoch, their mean unless the loss says otherwise, each as the network was when it came. Where the network has several
    /// outputs it is the mean over the batches, by their samples, even if one of the losses is a sum.
    pub loss: f64,
    /// The loss over the validation samples after the epoch, if there are any.
    pub validation_loss: Option<f64>,
    /// What was measured after the epoch, if anything was.
    pub measure: Option<f64>,
    /// Whether early stopping found it better than all before.
    pub is_best: bool,
}

impl History {
    /// Nothing happened yet. There is room for some epochs.
    pub(super) fn new(epochs: usize) -> Self {
        const MOST: usize = 10_000;
        History { epochs: Vec::with_capacity(epochs.min(MOST)), stop: Stop::Done }
    }

    /// The loss of each epoch.
    pub fn losses(&self) -> impl Iterator<Item = f64> {
        self.epochs.iter().map(|epoch| epoch.loss)
    }

    /// The validation loss of each epoch that has one.
    pub fn validation_losses(&self) -> impl Iterator<Item = f64> {
        self.epochs.iter().filter_map(|epoch| epoch.validation_loss)
    }

    /// The measure of each epoch that has one.
    pub fn measures(&self) -> impl Iterator<Item = f64> {
        self.epochs.iter().filter_map(|epoch| epoch.measure)
    }

    /// The epoch that early stopping found best, if it was asked to look.
    pub fn best(&self) -> Option<&EpochRecord> {
        self.epochs.iter().rev().find(|epoch| epoch.is_best)
    }
}

/// `epoch 3: loss 0.1234, validation loss 0.2345, measure 0.9123 (best)`.
impl fmt::Display for EpochRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "epoch {}: loss {:.4}", self.epoch, self.loss)?;
        if let Some(loss) = self.validation_loss {
            write!(f, ", validation loss {loss:.4}")?;
        }
        if let Some(measure) = self.measure {
            write!(f, ", measure {measure:.4}")?;
        }
        if self.is_best { f.write_str(" (best)") } else { Ok(()) }
    }
}

/// A loss is infinite or NaN: training ended before the step that it would have led to.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NonFiniteLoss {
    /// The epoch, from 1.
    pub epoch: usize,
    /// The step, counted from 0 over all epochs.
    pub step: usize,
    /// The loss.
    pub loss: f64,
    /// What became of the network in the epochs before.
    pub history: History,
}

impl fmt::Display for NonFiniteLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let NonFiniteLoss { epoch, step, loss, .. } = self;
        write!(
            f,
            "the loss of step {step}, in epoch {epoch}, is {loss}: take a smaller learning rate, clip the gradient, or see \
             whether all samples and targets are finite"
        )
    }
}

impl Error for NonFiniteLoss {}
