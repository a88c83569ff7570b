//! The usual loop over epochs and batches.

mod early_stopping;
mod fit;
mod history;
mod visits;

pub use early_stopping::EarlyStopping;
pub use fit::Fit;
pub use history::{EpochRecord, History, NonFiniteLoss, Stop};
pub use visits::{Epoch, Step};

use std::fmt;

use crate::{Batches, Loss, Network, Optimizer, Tape, Workspace};
#[cfg(feature = "weights")]
use crate::{Checkpoint, Resumable, Snapshot, WeightsError};

/// A network with all that training it on batches of up to `N` samples needs, and the loop that does it.
///
/// Where nothing is said of it, `N` is 128.
///
/// ```
/// use plies::{Affine, Batches, Class, EarlyStopping, Network, Sgd, SoftmaxWithLoss, Tanh, Trainer, network};
///
/// network! {
///     /// Is a point inside the unit circle?
///     struct Circle(x: [2]) -> [2] {
///         affine1: Affine::to(16), tanh1: Tanh, affine2: Affine::to(2), loss: SoftmaxWithLoss,
///     }
/// }
/// # let mut random = plies::Random::new(1);
/// # let points: Vec<_> = (0..500).map(|_| [random.uniform() * 3.0 - 1.5, random.uniform() * 3.0 - 1.5]).collect();
/// # let labels: Vec<_> = points.iter().map(|[a, b]| Class::new(usize::from(a * a + b * b < 1.0)).unwrap()).collect();
///
/// let ((x, x_val), (labels, labels_val)) = (points.split_at(400), labels.split_at(400));
/// let mut batches = Batches::new(x, labels, 20, 1);
/// let mut trainer = Trainer::new(Circle::<f64>::new(1), Sgd::new(0.5));
/// let mut early_stopping = EarlyStopping::new(5);
///
/// let history = trainer
///     .fit(&mut batches)
///     .validation(x_val, labels_val)
///     .early_stopping(&mut early_stopping)
///     .each_epoch(|epoch| println!("{}", epoch.record))
///     .epochs(100)?;
///
/// println!("{} epochs, the best is {}", history.epochs.len(), history.best().unwrap());
/// assert!(trainer.network.accuracy(x_val, labels_val, &mut trainer.workspace) > 0.9);
/// # Ok::<(), plies::NonFiniteLoss>(())
/// ```
///
/// An epoch is this loop, bit for bit:
///
/// ```text
/// batches.shuffle();
/// while let Some((x, targets)) = batches.next_batch() {
///     network.gradient(x, targets, &mut gradient, &mut tape);
///     network.step(&gradient, &mut optimizer);
/// }
/// ```
///
/// All of it is public. So a loop of one's own can go on where [`fit`](Trainer::fit) ended, and fitting again goes on where
/// the last one did: `epochs(2)` and `epochs(3)` are `epochs(5)`, but for early stopping, which puts the best network back at the
/// end of each. To take up a run in another program, save a checkpoint (feature
/// `weights`). By hand, put back the network,
/// the optimizer, [`steps`](Trainer::steps) and [`epochs_done`](Trainer::epochs_done), and shuffle new batches of the same
/// seed once for each epoch done. Where layers draw at random, as dropout does, put back [`Tape::random`], too.
///
/// What is allocated is the memory in here, when it is made, and a history in advance; a step allocates nothing. With the feature
/// `rayon`, a thread takes working memory the first time, and who asks from outside a pool takes room in its queue now and then.
pub struct Trainer<P: Network, O, const N: usize = 128> {
    /// What is trained.
    pub network: Box<P>,
    /// What changes it along the gradient.
    pub optimizer: O,
    /// The gradient of the last step.
    pub gradient: Box<P>,
    /// What forward keeps for backward.
    pub tape: Box<Tape<P, N>>,
    /// What validating needs.
    pub workspace: Box<Workspace<P, N>>,
    /// How many steps were made, in all epochs.
    pub steps: usize,
    /// How many epochs there were, the last of which may have been cut short.
    pub epochs_done: usize,
}

// Not for any `N`, so that rustc knows which one it is where nobody says.
impl<P: Network, O: Optimizer<P>> Trainer<P, O> {
    /// For batches of up to 128 samples. Nothing is trained yet.
    ///
    /// On the tape, memory for samples that no batch has is never touched.
    pub fn new(network: Box<P>, optimizer: O) -> Self {
        Self::with_batch(network, optimizer)
    }

    /// For batches of up to `N` samples. Nothing is trained yet.
    ///
    /// ```
    /// # use plies::{Affine, Batches, MeanSquaredError, Network, Sgd, Trainer, network};
    /// # network! { struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError } }
    /// let (x, targets) = (vec![[1.0]; 1000], vec![[3.0]; 1000]);
    /// let mut trainer = Trainer::with_batch::<1000>(Line::<f64>::zeros(), Sgd::new(0.1));
    /// trainer.fit(&mut Batches::new(&x, &targets, 1000, 1)).epochs(10)?;
    /// assert_eq!(trainer.steps, 10);
    /// # Ok::<(), plies::NonFiniteLoss>(())
    /// ```
    pub fn with_batch<const N: usize>(network: Box<P>, optimizer: O) -> Trainer<P, O, N> {
        Trainer {
            network,
            optimizer,
            gradient: P::zeros(),
            tape: P::tape(),
            workspace: P::workspace(),
            steps: 0,
            epochs_done: 0,
        }
    }
}

impl<P: Network, O: Optimizer<P>, const N: usize> Trainer<P, O, N> {
    /// Trains on these batches: [`epochs`](Fit::epochs) says for how long, and begins.
    pub fn fit<'a, 'data, Target: Copy>(
        &'a mut self,
        batches: &'a mut Batches<'data, P::In, Target>,
    ) -> Fit<'a, 'data, P, O, Target, N>
    where
        P::Loss: Loss<P::Out, Target>,
    {
        Fit::new(self, batches)
    }
}

#[cfg(feature = "weights")]
impl<P: Network, O: Resumable<P>, const N: usize> Trainer<P, O, N> {
    /// All that this run goes on from, to be saved: in the middle of an epoch, too. [`Snapshot`] has an example.
    pub fn snapshot<'a, Target: Copy>(
        &'a self,
        batches: &'a Batches<'_, P::In, Target>,
    ) -> Snapshot<'a, P, O> {
        Snapshot {
            network: &self.network,
            optimizer: &self.optimizer,
            random: self.tape.random(),
            steps: self.steps,
            epochs_done: self.epochs_done,
            order: batches.order(),
            early_stopping: None,
            notes: vec![],
        }
    }

    /// Takes up the run that a checkpoint is of: what follows is bit for bit what would have followed there.
    /// [`Checkpoint`] reads more of it.
    ///
    /// ```
    /// use plies::{Adam, Affine, Batches, MeanSquaredError, Network, Trainer, network};
    ///
    /// network! {
    ///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
    /// }
    /// let (x, t) = ([[1.0], [2.0], [3.0]], [[3.0], [5.0], [7.0]]);
    /// let batches = || Batches::new(&x, &t, 2, 1);
    /// let trainer = || Trainer::new(Line::<f64>::new(1), Adam::new(0.1));
    /// # let path = std::env::temp_dir().join(format!("plies-resume-{}.safetensors", std::process::id()));
    ///
    /// let (mut before, mut its) = (trainer(), batches());
    /// before.fit(&mut its).epochs(2)?;
    /// before.snapshot(&its).save(&path)?;
    ///
    /// let (mut after, mut its) = (trainer(), batches());
    /// after.resume(&path, &mut its)?;
    /// assert_eq!((after.epochs_done, after.steps), (2, before.steps));
    /// assert_eq!(after.network.affine1.weight, before.network.affine1.weight);
    /// # std::fs::remove_file(path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the file cannot be read, or is a checkpoint of another run. Trainer and batches are as they were, then.
    pub fn resume<Target: Copy>(
        &mut self,
        path: impl AsRef<std::path::Path>,
        batches: &mut Batches<'_, P::In, Target>,
    ) -> Result<(), WeightsError> {
        Checkpoint::read(path)?.load_into(self, batches)
    }
}

impl<P: Network, O, const N: usize> fmt::Debug for Trainer<P, O, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Trainer({} steps in {} epochs, up to {N} samples each)", self.steps, self.epochs_done)
    }
}
