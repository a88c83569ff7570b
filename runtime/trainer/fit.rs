use std::fmt;

#[cfg(feature = "weights")]
use super::visits::Rest;
use super::{EarlyStopping, Epoch, EpochRecord, History, NonFiniteLoss, Step, Stop, Trainer};
use crate::outputs::Totals;
use crate::{Batches, Loss, Network, Optimizer, Samples, Scalar, Tape, Workspace};

/// How a [`Trainer`] trains, and what is looked at meanwhile. [`epochs`](Fit::epochs) begins.
///
/// A second call of a method takes the place of the first.
#[must_use = "nothing is trained until `epochs` says for how long"]
pub struct Fit<'a, 'data, P: Network, O, Target, const N: usize> {
    trainer: &'a mut Trainer<P, O, N>,
    batches: &'a mut Batches<'data, P::In, Target>,
    gradient: Gradient<P, Target, N>,
    validation: Option<Measure<'a, P, N>>,
    measure: Option<(Better, Measure<'a, P, N>)>,
    early_stopping: Option<&'a mut EarlyStopping<P>>,
    learning_rate: Option<Box<dyn FnMut(usize) -> f64 + 'a>>,
    each_step: Option<StepVisitor<'a, P, O>>,
    each_epoch: Option<EpochVisitor<'a, P, O, N>>,
}

/// The loss over a batch, by what its sum was divided, and whether the sum counts; the gradient is overwritten.
///
/// It is a pointer, made where the loss is known to take the targets, so that one mistake there is one error.
pub(super) type Gradient<P, Target, const N: usize> = fn(
    &P,
    <<P as Network>::In as Samples>::Batch<'_>,
    &[Target],
    &mut P,
    &mut Tape<P, N>,
) -> (f64, f64, bool);

/// A number that a network is judged by.
type Measure<'a, P, const N: usize> = Box<dyn FnMut(&P, &mut Workspace<P, N>) -> f64 + 'a>;

type StepVisitor<'a, P, O> = Box<dyn FnMut(&mut Step<'_, P, O>) + 'a>;
type EpochVisitor<'a, P, O, const N: usize> = Box<dyn FnMut(&mut Epoch<'_, P, O, N>) + 'a>;

/// Which measure is the better one.
#[derive(Clone, Copy, Debug)]
enum Better {
    Less,
    More,
}

/// What came of the steps of an epoch.
struct Trained {
    loss: f64,
    is_stopped: bool,
}

impl<'a, 'data, P, O, Target, const N: usize> Fit<'a, 'data, P, O, Target, N>
where
    P: Network,
    O: Optimizer<P>,
    Target: Copy,
{
    pub(super) fn new(
        trainer: &'a mut Trainer<P, O, N>,
        batches: &'a mut Batches<'data, P::In, Target>,
    ) -> Self
    where
        P::Loss: Loss<P::Out, Target>,
    {
        Fit {
            trainer,
            batches,
            gradient: |network, x, targets, gradient, tape| {
                let loss = network.gradient(x, targets, gradient, tape);
                (loss.to_f64(), P::LOSS.divisor(targets).to_f64(), P::LOSS.is_sum())
            },
            validation: None,
            measure: None,
            early_stopping: None,
            learning_rate: None,
            each_step: None,
            each_epoch: None,
        }
    }

    /// After each epoch, the loss over these samples. Their targets may be of another kind, if the loss takes both.
    ///
    /// # Panics
    /// If there is no sample, or not one target for each.
    #[track_caller]
    pub fn validation<V>(mut self, x: <P::In as Samples>::Batch<'a>, targets: &'a [V]) -> Self
    where
        P::Loss: Loss<P::Out, V>,
    {
        let (samples, found) = (P::In::len(x), targets.len());
        assert!(samples == found, "there are {samples} samples to validate with, and {found} targets");
        assert!(samples > 0, "there is no sample to validate with");
        self.validation = Some(Box::new(move |network, workspace| {
            network.loss(P::In::slice(x, 0..samples), targets, workspace).to_f64()
        }));
        self
    }

    /// Measures the network after each epoch: less is better. It is for this that early stopping looks, then.
    ///
    /// ```
    /// # use plies::{Affine, Batches, MeanSquaredError, Network, Sgd, Trainer, evaluate, mean_absolute_error, network};
    /// # network! { struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError } }
    /// let (x, targets) = ([[1.0], [2.0]], [[3.0], [5.0]]);
    /// let mut trainer = Trainer::new(Line::<f64>::zeros(), Sgd::new(0.1));
    /// let history = trainer
    ///     .fit(&mut Batches::new(&x, &targets, 2, 1))
    ///     .minimize(|line, workspace| evaluate(line, &x, &targets, workspace, mean_absolute_error))
    ///     .epochs(500)?;
    /// assert!(history.measures().last().unwrap() < 0.001);
    /// # Ok::<(), plies::NonFiniteLoss>(())
    /// ```
    pub fn minimize(mut self, measure: impl FnMut(&P, &mut Workspace<P, N>) -> f64 + 'a) -> Self {
        self.measure = Some((Better::Less, Box::new(measure)));
        self
    }

    /// Measures the network after each epoch: more is better. It is for this that early stopping looks, then.
    ///
    /// An accuracy: `.maximize(|network, workspace| network.accuracy(&x, &labels, workspace))`.
    pub fn maximize(mut self, measure: impl FnMut(&P, &mut Workspace<P, N>) -> f64 + 'a) -> Self {
        self.measure = Some((Better::More, Box::new(measure)));
        self
    }

    /// Keeps the best network, stops where nothing better comes, and puts the best one back at the end, whatever ended it.
    ///
    /// The best is that of the least validation loss, or of the best measure where one is taken with
    /// [`minimize`](Fit::minimize) or [`maximize`](Fit::maximize). One of them must be there: the loss of an epoch is that of
    /// the networks before each of its steps, and says nothing of the one after the last.
    pub fn early_stopping(mut self, early_stopping: &'a mut EarlyStopping<P>) -> Self {
        self.early_stopping = Some(early_stopping);
        self
    }

    /// Sets the learning rate of each step, counted from 0 over all epochs: `.learning_rate(|step| SCHEDULE.at(step))` with a
    /// [`Schedule`](crate::Schedule).
    pub fn learning_rate(mut self, at: impl FnMut(usize) -> f64 + 'a) -> Self {
        self.learning_rate = Some(Box::new(at));
        self
    }

    /// Visits each step between its gradient and the change of the network: to clip the gradient, to change the optimizer,
    /// to draw a curve, or to stop.
    ///
    /// ```
    /// # use plies::{Affine, Batches, MeanSquaredError, Network, Schedule, Sgd, Trainer, clip_by_norm, network};
    /// # network! { struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError } }
    /// # let (x, targets) = ([[1.0], [2.0]], [[3.0], [5.0]]);
    /// # let mut batches = Batches::new(&x, &targets, 2, 1);
    /// const SCHEDULE: Schedule = Schedule::exponential(0.1, 0.999).warm_up(10);
    ///
    /// let mut trainer = Trainer::new(Line::<f64>::zeros(), Sgd::new(0.1));
    /// trainer
    ///     .fit(&mut batches)
    ///     .learning_rate(|step| SCHEDULE.at(step))
    ///     .each_step(|step| {
    ///         clip_by_norm(step.gradient, 1.0);
    ///         if step.loss < 0.01 {
    ///             step.stop();
    ///         }
    ///     })
    ///     .epochs(1000)?;
    /// assert!(trainer.steps < 1000);
    /// # Ok::<(), plies::NonFiniteLoss>(())
    /// ```
    pub fn each_step(mut self, visit: impl FnMut(&mut Step<'_, P, O>) + 'a) -> Self {
        self.each_step = Some(Box::new(visit));
        self
    }

    /// Visits each epoch that was done: to say how it went, to save the network, or to stop.
    pub fn each_epoch(mut self, visit: impl FnMut(&mut Epoch<'_, P, O, N>) + 'a) -> Self {
        self.each_epoch = Some(Box::new(visit));
        self
    }

    /// Trains for up to so many epochs. Each shuffles the batches first.
    ///
    /// # Errors
    /// If a loss is infinite or NaN. The step is not made: the network is as it was when it gave that loss, or the best one, if
    /// early stopping keeps it.
    ///
    /// # Panics
    /// If there is no sample, or a batch of more than `N`, or early stopping has nothing to look at.
    #[track_caller]
    pub fn epochs(mut self, epochs: usize) -> Result<History, NonFiniteLoss> {
        assert!(
            self.early_stopping.is_none() || self.validation.is_some() || self.measure.is_some(),
            "early stopping has nothing to look at: add `.validation(..)`, `.minimize(..)` or `.maximize(..)`"
        );
        assert!(self.batches.batches() > 0, "there is no sample to train on");
        let most = self.batches.size();
        assert!(
            most <= N,
            "batches of {most} samples are for a trainer made by `Trainer::with_batch::<{most}>(..)`; this one has memory for {N}"
        );
        let (mut history, mut broken) = (History::new(epochs), None);
        for _ in 0..epochs {
            let stop = match self.steps() {
                Ok(trained) => self.end_of_epoch(trained, &mut history),
                Err(loss) => {
                    broken = Some(loss);
                    Stop::NonFiniteLoss
                }
            };
            history.stop = stop;
            if stop != Stop::Done {
                break;
            }
        }
        if let Some(early_stopping) = self.early_stopping {
            early_stopping.restore(&mut *self.trainer.network);
        }
        let Trainer { steps, epochs_done, .. } = *self.trainer;
        match broken {
            None => Ok(history),
            Some(loss) => Err(NonFiniteLoss { epoch: epochs_done, step: steps, loss, history }),
        }
    }

    /// The steps of an epoch; or the loss that is no finite number.
    #[track_caller]
    fn steps(&mut self) -> Result<Trained, f64> {
        let Trainer { network, optimizer, gradient, tape, steps, epochs_done, .. } = &mut *self.trainer;
        let (network, gradient) = (&mut **network, &mut **gradient);
        let (mut totals, mut is_stopped) = (Totals::default(), false);
        *epochs_done += 1;
        self.batches.shuffle();
        while !is_stopped && let Some((x, targets)) = self.batches.next_batch() {
            let (loss, divisor, is_sum) = (self.gradient)(network, x, targets, gradient, tape);
            if !loss.is_finite() {
                return Err(loss);
            }
            totals.0[0].add(loss, divisor, is_sum);
            if let Some(at) = &mut self.learning_rate {
                *optimizer.learning_rate_mut() = at(*steps);
            }
            if let Some(visit) = &mut self.each_step {
                let (number, epoch) = (*steps, *epochs_done);
                let mut step = Step { number, epoch, loss, network, gradient, optimizer, is_last: false };
                visit(&mut step);
                is_stopped = step.is_last;
            }
            network.step(gradient, optimizer);
            *steps += 1;
        }
        Ok(Trained { loss: totals.loss(), is_stopped })
    }

    /// Measures, records and shows an epoch. `Done` means that training can go on.
    fn end_of_epoch(&mut self, Trained { loss, is_stopped }: Trained, history: &mut History) -> Stop {
        let Trainer {
            network,
            optimizer,
            workspace,
            steps,
            epochs_done,
            #[cfg(feature = "weights")]
            tape,
            ..
        } = &mut *self.trainer;
        let (network, workspace) = (&mut **network, &mut **workspace);
        let mut stop = if is_stopped { Stop::Asked } else { Stop::Done };
        let validation_loss = self.validation.as_mut().map(|loss| loss(network, workspace));
        let measured = self.measure.as_mut().map(|(better, measure)| (*better, measure(network, workspace)));
        let (better, watched) = measured.unwrap_or((Better::Less, validation_loss.unwrap_or(loss)));
        let mut is_best = false;
        if let Some(early_stopping) = &mut self.early_stopping {
            let is_over = match better {
                Better::Less => early_stopping.minimize(network, watched),
                Better::More => early_stopping.maximize(network, watched),
            };
            is_best = early_stopping.waited == 0;
            if is_over && stop == Stop::Done {
                stop = Stop::EarlyStopping;
            }
        }
        let measure = measured.map(|(_, measure)| measure);
        let (epoch, steps) = (*epochs_done, *steps);
        let record = EpochRecord { epoch, steps, loss, validation_loss, measure, is_best };
        if let Some(visit) = &mut self.each_epoch {
            let mut epoch = Epoch {
                record: &record,
                network,
                optimizer,
                workspace,
                is_last: false,
                #[cfg(feature = "weights")]
                rest: Rest {
                    random: tape.random(),
                    order: self.batches.order(),
                    early_stopping: self.early_stopping.as_deref(),
                },
            };
            visit(&mut epoch);
            if epoch.is_last && stop == Stop::Done {
                stop = Stop::Asked;
            }
        }
        history.epochs.push(record);
        stop
    }
}

impl<P: Network, O, Target, const N: usize> fmt::Debug for Fit<'_, '_, P, O, Target, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fit(early stopping: {:?})", self.early_stopping)
    }
}
