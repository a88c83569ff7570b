use std::collections::HashMap;
use std::fmt;
use std::io::{self, Write};
use std::path::Path as FilePath;

use safetensors::Dtype;

use super::WeightsError;
use super::save::{header, replace, write_numbers};
use super::tensor::{Tensor, Which, tensors};
use crate::batches::Order;
use crate::optimizer::{Memory, Resumable};
use crate::{EarlyStopping, Network, Path, Random};

/// What it says it is: this version of a checkpoint.
pub(super) const VERSION: (&str, &str) = ("checkpoint", "1");

/// All that a run of training goes on from, as it is now; [`save`](Snapshot::save) writes it to a file, a checkpoint. A
/// [`Trainer`](crate::Trainer::snapshot) makes one, and an [`Epoch`](crate::Epoch::snapshot) that it visits.
///
/// ```
/// use plies::{Affine, Batches, Checkpoint, MeanSquaredError, Network, Sgd, Trainer, network};
///
/// network! {
///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
/// }
/// let (x, t) = ([[1.0], [2.0], [3.0]], [[3.0], [5.0], [7.0]]);
/// let (mut trainer, mut batches) =
///     (Trainer::new(Line::<f64>::new(1), Sgd::new(0.1)), Batches::new(&x, &t, 3, 1));
/// trainer.fit(&mut batches).epochs(2)?;
///
/// # let path = std::env::temp_dir().join(format!("plies-snapshot-{}.safetensors", std::process::id()));
/// trainer.snapshot(&batches).note("data", "three points").save(&path)?;
/// let checkpoint = Checkpoint::<Line<f64>>::read(&path)?;
/// assert_eq!(checkpoint.note("data"), Some("three points"));
/// # std::fs::remove_file(path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The file is a [safetensors](https://github.com/huggingface/safetensors) file. Its tensors are the network
/// (`network.affine1.weight`), what the optimizer remembers (`optimizer.exp_avg.affine1.weight`), the order of the samples, and
/// the best network where there is early stopping. The rest are strings beside them: counts, settings, and where each generator
/// of random numbers is.
#[must_use = "nothing is written until `save`"]
pub struct Snapshot<'a, P: Network, O> {
    pub(crate) network: &'a P,
    pub(crate) optimizer: &'a O,
    /// What layers draw from.
    pub(crate) random: &'a Random,
    pub(crate) steps: usize,
    pub(crate) epochs_done: usize,
    pub(crate) order: Order<'a>,
    pub(crate) early_stopping: Option<&'a EarlyStopping<P>>,
    pub(crate) notes: Vec<(String, String)>,
}

impl<'a, P: Network, O: Resumable<P>> Snapshot<'a, P, O> {
    /// Saves what early stopping knows, too. (That of [`Fit::early_stopping`](crate::Fit::early_stopping) is in the snapshots of its
    /// epochs.) [`Checkpoint::early_stopping`](crate::Checkpoint::early_stopping) puts it back.
    pub fn early_stopping(mut self, early_stopping: &'a EarlyStopping<P>) -> Self {
        self.early_stopping = Some(early_stopping);
        self
    }

    /// Writes a text beside it, which [`Checkpoint::note`](crate::Checkpoint::note) gives back: a learning curve, what the data were.
    pub fn note(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.notes.push((name.into(), text.into()));
        self
    }

    /// Writes a checkpoint. The file is the old one or the new one, whole, whenever the program is killed.
    ///
    /// # Errors
    /// If the file cannot be written: the disk is full, or the folder is not there, or may not be changed.
    pub fn save(&self, path: impl AsRef<FilePath>) -> Result<(), WeightsError> {
        replace(path.as_ref(), |to| self.write(to))
    }

    fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let Memory { moments, .. } = self.optimizer.memory();
        let names: Vec<_> = moments.iter().map(|(name, _)| *name).collect();
        let needed = needed::<P>(&names, self.order.samples.len(), self.early_stopping.is_some());
        to.write_all(&header(self.strings(), &needed)?)?;
        write_numbers(self.network, Which::All, to)?;
        for (_, moment) in moments {
            write_numbers(moment, Which::Trained, to)?;
        }
        if let Some(early_stopping) = self.early_stopping {
            write_numbers(&*early_stopping.network, Which::All, to)?;
        }
        self.order.samples.iter().try_for_each(|sample| to.write_all(&sample.to_le_bytes()))
    }

    fn strings(&self) -> HashMap<String, String> {
        let Memory { learning_rate, steps, .. } = self.optimizer.memory();
        let mut strings = HashMap::new();
        let mut add = |name: &str, text: String| strings.insert(name.to_owned(), text);
        for (name, text) in settings(self.optimizer, &self.order) {
            add(&name, text);
        }
        add("network", P::NAME.to_owned());
        add("steps", self.steps.to_string());
        add("epochs_done", self.epochs_done.to_string());
        add("random", self.random.to_text());
        add("optimizer.learning_rate", format!("{learning_rate:?}"));
        if let Some(steps) = steps {
            add("optimizer.steps", steps.to_string());
        }
        add("batches.done", self.order.done.to_string());
        add("batches.random", self.order.random.to_text());
        if let Some(early_stopping) = self.early_stopping {
            let best = early_stopping.best.map_or("none".to_owned(), |best| format!("{best:?}"));
            add("early_stopping.best", best);
            add("early_stopping.waited", early_stopping.waited.to_string());
        }
        for (name, text) in &self.notes {
            add(&format!("note.{name}"), text.clone());
        }
        strings
    }
}

/// The tensors of a checkpoint, in order.
pub(super) fn needed<P: Network>(moments: &[&str], samples: usize, early_stopping: bool) -> Vec<Tensor> {
    let mut needed = tensors::<P>(Path::ROOT.field("network"), Which::All);
    let (optimizer, early) = (Path::ROOT.field("optimizer"), Path::ROOT.field("early_stopping"));
    for moment in moments {
        needed.extend(tensors::<P>(optimizer.field(moment), Which::Trained));
    }
    if early_stopping {
        needed.extend(tensors::<P>(early.field("network"), Which::All));
    }
    needed.push(Tensor { name: "batches.order".to_owned(), dtype: Dtype::U32, shape: vec![samples] });
    needed
}

/// What has to be the same when a run is taken up again.
pub(super) fn settings<P: Network, O: Resumable<P>>(
    optimizer: &O,
    order: &Order<'_>,
) -> Vec<(String, String)> {
    let mut settings = vec![(VERSION.0.to_owned(), VERSION.1.to_owned())];
    settings.push(("optimizer".to_owned(), O::NAME.to_owned()));
    let each = optimizer.settings().into_iter();
    settings.extend(each.map(|(name, setting)| (format!("optimizer.{name}"), format!("{setting:?}"))));
    settings.push(("batches.size".to_owned(), order.size.to_string()));
    settings.push(("batches.drop_last".to_owned(), order.drop_last.to_string()));
    settings
}

impl<P: Network, O> fmt::Debug for Snapshot<'_, P, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Snapshot of `{}` after {} steps in {} epochs", P::NAME, self.steps, self.epochs_done)
    }
}
