use std::fmt;
use std::path::Path as FilePath;

use super::compare::{Demands, Found};
use super::file::File;
use super::snapshot::{VERSION, needed, settings};
use super::tensor::{Which, tensors};
use super::{Difference, Mismatch, WeightsError, WeightsErrorKind};
use crate::optimizer::{Memory, MemoryMut, Resumable};
use crate::{Batches, EarlyStopping, Network, Path, Random, Samples, Trainer};

/// A checkpoint that was read: a [`Snapshot`](crate::Snapshot) in a file. What goes on from it does so bit for bit as if it had
/// never been interrupted.
///
/// ```
/// use plies::{Adam, Affine, Batches, Checkpoint, MeanSquaredError, Network, Trainer, network};
///
/// network! {
///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
/// }
/// let (x, t) = ([[1.0], [2.0], [3.0]], [[3.0], [5.0], [7.0]]);
/// let batches = || Batches::new(&x, &t, 2, 1);
/// let trainer = || Trainer::new(Line::<f64>::new(1), Adam::new(0.1));
///
/// let mut whole = trainer();
/// whole.fit(&mut batches()).epochs(5)?;
///
/// # let path = std::env::temp_dir().join(format!("plies-line-{}.safetensors", std::process::id()));
/// trainer().fit(&mut batches()).each_epoch(|epoch| epoch.snapshot().save(&path).unwrap()).epochs(2)?;
/// let (mut resumed, mut batches) = (trainer(), batches());
/// Checkpoint::read(&path)?.load_into(&mut resumed, &mut batches)?;
/// let left = 5 - resumed.epochs_done;
/// resumed.fit(&mut batches).epochs(left)?;
/// assert_eq!(resumed.network.affine1.weight, whole.network.affine1.weight);
/// # std::fs::remove_file(path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// What cannot be compared has to be the same: the samples and targets, a schedule, what visitors do.
pub struct Checkpoint<'a, P: Network> {
    file: File<'a>,
    early_stopping: Option<&'a mut EarlyStopping<P>>,
}

/// What all optimizers, batches and trainers have of a checkpoint, beside tensors.
struct State {
    steps: usize,
    epochs_done: usize,
    random: Random,
    learning_rate: f64,
    optimizer_steps: usize,
    done: usize,
    batches_random: Random,
    best: Option<f64>,
    waited: usize,
}

impl<'a, P: Network> Checkpoint<'a, P> {
    /// Reads a checkpoint.
    ///
    /// # Errors
    /// If the file cannot be read, or is no checkpoint.
    pub fn read(path: impl AsRef<FilePath>) -> Result<Self, WeightsError> {
        Checkpoint::of(File::read(path.as_ref())?)
    }

    /// The bytes of a checkpoint's file.
    ///
    /// # Errors
    /// If they are those of no checkpoint.
    pub fn of_bytes(bytes: &'a [u8]) -> Result<Self, WeightsError> {
        Checkpoint::of(File::of(bytes)?)
    }

    fn of(file: File<'a>) -> Result<Self, WeightsError> {
        match file.string(VERSION.0) {
            Some(_) => Ok(Checkpoint { file, early_stopping: None }),
            None => Err(file.error(WeightsErrorKind::NoCheckpoint)),
        }
    }

    /// Puts back what early stopping knew, too: the best network, how good it was, and for how many epochs none was better.
    ///
    /// ```
    /// use plies::{Affine, Batches, Checkpoint, EarlyStopping, MeanSquaredError, Network, Sgd, Trainer, network};
    ///
    /// network! {
    ///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
    /// }
    /// let (x, t) = ([[1.0], [2.0], [3.0]], [[3.0], [5.0], [7.0]]);
    /// let batches = || Batches::new(&x, &t, 3, 1);
    /// let trainer = || Trainer::new(Line::<f64>::new(1), Sgd::new(0.1));
    /// # let path = std::env::temp_dir().join(format!("plies-stopping-{}.safetensors", std::process::id()));
    ///
    /// let mut stopping = EarlyStopping::new(5);
    /// assert!(!stopping.minimize(&*trainer().network, 0.25));
    /// trainer().snapshot(&batches()).early_stopping(&stopping).save(&path)?;
    ///
    /// let mut again = EarlyStopping::new(5);
    /// Checkpoint::read(&path)?.early_stopping(&mut again).load_into(&mut trainer(), &mut batches())?;
    /// assert_eq!(again.best, Some(0.25));
    /// # std::fs::remove_file(path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn early_stopping(mut self, early_stopping: &'a mut EarlyStopping<P>) -> Self {
        self.early_stopping = Some(early_stopping);
        self
    }

    /// A text that was [written beside it](crate::Snapshot::note).
    pub fn note(&self, name: &str) -> Option<&str> {
        self.file.string(&format!("note.{name}"))
    }

    /// The weights of its network become those of another: all of them, or none.
    ///
    /// # Errors
    /// If the tensors are not exactly those of the network.
    pub fn load_network_into(&self, network: &mut P) -> Result<(), WeightsError> {
        let found = Found::new(&self.file, |name| name.strip_prefix("network.").map(str::to_owned));
        let mut all = found.differences::<P>(&tensors::<P>(Path::ROOT, Which::All), Demands::default());
        all.iter_mut().for_each(|difference| difference.help = None);
        self.same::<P>(all)?;
        found.copy_into(network, Path::ROOT, Which::All);
        Ok(())
    }

    /// A trainer and its batches become those that the checkpoint is of: all of them, or nothing. They are made as they were
    /// for the run that was interrupted, of the same network, optimizer, samples and settings; a learning rate is put back.
    ///
    /// # Errors
    /// If the checkpoint is of another network, optimizer, or other batches, or damaged. The error lists all that differs, and
    /// trainer and batches are as they were.
    pub fn load_into<X: Samples, Target: Copy, O: Resumable<P>, const N: usize>(
        self,
        trainer: &mut Trainer<P, O, N>,
        batches: &mut Batches<'_, X, Target>,
    ) -> Result<(), WeightsError> {
        let mut all = self.settings(&settings(&trainer.optimizer, &batches.order()));
        let is_other_optimizer = all.iter().any(|difference| difference.name == "optimizer");
        let (has_steps, names) = {
            let Memory { moments, steps, .. } = trainer.optimizer.memory();
            (steps.is_some(), moments.iter().map(|(name, _)| *name).collect::<Vec<_>>())
        };
        let samples = batches.order().samples.len();
        let found = Found::new(&self.file, Some);
        let needed = needed::<P>(&names, samples, self.early_stopping.is_some());
        let mut of_tensors = found.differences::<P>(&needed, Demands::default());
        of_tensors.iter_mut().for_each(|difference| difference.help = None);
        self.compare_early_stopping(&mut of_tensors);
        all.append(&mut of_tensors);
        // One difference is enough where all else follows from it.
        all.retain(|difference| !(is_other_optimizer && difference.name.starts_with("optimizer.")));
        let state = self.state(has_steps && !is_other_optimizer, samples, &mut all);
        let order = match all.is_empty() {
            true => order(&found, samples, &mut all),
            false => vec![],
        };
        self.same::<P>(all)?;

        found.copy_into(&mut *trainer.network, Path::ROOT.field("network"), Which::All);
        let MemoryMut { learning_rate, steps, moments } = trainer.optimizer.memory_mut();
        *learning_rate = state.learning_rate;
        if let Some(steps) = steps {
            *steps = state.optimizer_steps;
        }
        let optimizer = Path::ROOT.field("optimizer");
        for (name, moment) in moments {
            found.copy_into(moment, optimizer.field(name), Which::Trained);
        }
        (trainer.steps, trainer.epochs_done) = (state.steps, state.epochs_done);
        trainer.tape.set_random(state.random);
        batches.set_order(order, state.done, state.batches_random);
        if let Some(early_stopping) = self.early_stopping {
            let path = Path::ROOT.field("early_stopping");
            found.copy_into(&mut *early_stopping.network, path.field("network"), Which::All);
            (early_stopping.best, early_stopping.waited) = (state.best, state.waited);
        }
        Ok(())
    }

    fn same<Q: Network>(&self, all: Vec<Difference>) -> Result<(), WeightsError> {
        match all.is_empty() {
            true => Ok(()),
            false => Err(self.file.error(WeightsErrorKind::Differences { network: Q::NAME, all })),
        }
    }

    /// What of the settings is not as it was.
    fn settings(&self, settings: &[(String, String)]) -> Vec<Difference> {
        let differs = |(name, expected): &(String, String)| {
            let found = self.file.string(name);
            let is_other = found != Some(expected);
            is_other.then(|| value(name, Some(expected.clone()), found.map(str::to_owned)))
        };
        settings.iter().filter_map(differs).collect()
    }

    /// That somebody forgot about early stopping is one difference, not one for each tensor.
    fn compare_early_stopping(&self, all: &mut Vec<Difference>) {
        let (is_expected, is_found) =
            (self.early_stopping.is_some(), self.file.string("early_stopping.waited").is_some());
        if is_expected == is_found {
            return;
        }
        all.retain(|difference| !difference.name.starts_with("early_stopping."));
        let [expected, found] = [is_expected, is_found].map(|is| is.then(|| "early stopping".to_owned()));
        let mismatch = if is_found { Mismatch::Unexpected } else { Mismatch::Missing };
        let help = is_found.then_some("`Checkpoint::read(..)?.early_stopping(&mut ..)` puts it back");
        all.push(Difference { name: "early_stopping".to_owned(), expected, found, mismatch, help });
    }

    /// What is written beside the tensors.
    fn state(&self, has_steps: bool, samples: usize, all: &mut Vec<Difference>) -> State {
        let mut state = State {
            steps: 0,
            epochs_done: 0,
            random: Random::new(0),
            learning_rate: 0.0,
            optimizer_steps: 0,
            done: 0,
            batches_random: Random::new(0),
            best: None,
            waited: 0,
        };
        let mut read = Reader { file: &self.file, all };
        read.count("steps", MOST, &mut state.steps);
        read.count("epochs_done", MOST, &mut state.epochs_done);
        read.text("random", "a generator's state", &mut state.random, Random::from_text);
        read.text("optimizer.learning_rate", "a number of 0 or more", &mut state.learning_rate, |text| {
            text.parse().ok().filter(|rate| *rate >= 0.0)
        });
        if has_steps {
            read.count("optimizer.steps", MOST, &mut state.optimizer_steps);
        }
        read.count("batches.done", samples, &mut state.done);
        read.text("batches.random", "a generator's state", &mut state.batches_random, Random::from_text);
        if self.early_stopping.is_some() && self.file.string("early_stopping.waited").is_some() {
            read.count("early_stopping.waited", MOST, &mut state.waited);
            read.text("early_stopping.best", "a number, or `none`", &mut state.best, |text| match text {
                "none" => Some(None),
                text => text.parse().ok().map(Some),
            });
        }
        state
    }
}

/// No run has more steps: more could still be counted after it.
const MOST: usize = usize::MAX / 2;

/// Reads what is written beside the tensors.
struct Reader<'f, 'a> {
    file: &'f File<'a>,
    all: &'f mut Vec<Difference>,
}

impl Reader<'_, '_> {
    fn count(&mut self, name: &str, most: usize, into: &mut usize) {
        let expected = format!("a whole number up to {most}");
        self.text(name, &expected, into, |text| text.parse().ok().filter(|count| *count <= most));
    }

    fn text<T>(&mut self, name: &str, expected: &str, into: &mut T, parse: impl Fn(&str) -> Option<T>) {
        let found = self.file.string(name);
        match found.and_then(parse) {
            Some(value) => *into = value,
            None => self.all.push(value(name, Some(expected.to_owned()), found.map(str::to_owned))),
        }
    }
}

/// A value that is another, or is not there.
fn value(name: &str, expected: Option<String>, found: Option<String>) -> Difference {
    let mismatch = if found.is_some() { Mismatch::Value } else { Mismatch::Missing };
    let is_setting = name.starts_with("optimizer") && mismatch == Mismatch::Value;
    let help = is_setting.then_some(
        "make the optimizer that the checkpoint is of, or take its network alone, with \
         `Checkpoint::load_network_into`",
    );
    Difference { name: name.to_owned(), expected, found, mismatch, help }
}

/// The order of the samples, each of which comes once.
fn order(found: &Found<'_>, samples: usize, all: &mut Vec<Difference>) -> Vec<u32> {
    let (_, bytes) = found.numbers("batches.order").expect("it was compared");
    let order: Vec<u32> = bytes.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
    let mut is_there = vec![false; samples];
    for sample in &order {
        match is_there.get_mut(*sample as usize) {
            Some(is_there) if !*is_there => *is_there = true,
            place => {
                let why = if place.is_some() { "twice" } else { "which is none" };
                let expected = Some(format!("each of {samples} samples"));
                all.push(value("batches.order", expected, Some(format!("sample {sample} {why}"))));
                break;
            }
        }
    }
    order
}

impl<P: Network> fmt::Debug for Checkpoint<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = |name| self.file.string(name).unwrap_or("?");
        write!(f, "Checkpoint after {} steps in {} epochs", field("steps"), field("epochs_done"))
    }
}
