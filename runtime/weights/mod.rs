//! Weights and whole runs of training, in files and out of them again.

mod checkpoint;
mod compare;
mod difference;
mod error;
mod file;
mod header;
mod numbers;
mod read;
mod save;
mod snapshot;
mod tensor;

pub use checkpoint::Checkpoint;
pub use difference::{Difference, Mismatch};
pub use error::{WeightsError, WeightsErrorKind};
pub use read::Weights;
pub use snapshot::Snapshot;

pub(crate) use save::{bytes, save};
