use std::fmt;

use crate::{Network, Path};

/// Keeps the best network so far, and says when there has been none better for too long (Prechelt 1998, "Early Stopping - But
/// When?"). What a network is trained on it may learn by heart: other samples tell when it begins to.
///
/// [`Fit::early_stopping`](crate::Fit::early_stopping) asks it after each epoch, and puts the best network back at the end. A
/// loop of one's own does so in two lines:
///
/// ```
/// use plies::{Affine, EarlyStopping, MeanSquaredError, Network, Sgd, network};
///
/// network! {
///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
/// }
/// let (mut line, mut gradient, mut tape) = (Line::<f64>::new(1), Line::zeros(), Line::tape::<2>());
/// let (mut early_stopping, mut workspace) = (EarlyStopping::new(3), Line::workspace::<1>());
/// for _ in 0..1000 {
///     line.gradient(&[[1.0], [2.0]], &[[3.0], [5.5]], &mut gradient, &mut tape);
///     line.step(&gradient, &mut Sgd::new(0.1));
///     if early_stopping.minimize(&*line, line.loss(&[[3.0]], &[[7.0]], &mut workspace)) {
///         break;
///     }
/// }
/// early_stopping.restore(&mut *line);
/// assert_eq!(early_stopping.best, Some(line.loss(&[[3.0]], &[[7.0]], &mut workspace)));
/// ```
pub struct EarlyStopping<P: Network> {
    /// How many times in a row may be no better before it says to stop. 0 is as 1; `usize::MAX` never stops, and keeps the
    /// best.
    pub patience: usize,
    /// By how much a measure must be better to count as such: by more than this.
    pub min_delta: f64,
    /// The best measure so far.
    pub best: Option<f64>,
    /// The network that measured best; zeros, where there is none.
    pub network: Box<P>,
    /// How many times in a row there was none better.
    pub waited: usize,
}

impl<P: Network> EarlyStopping<P> {
    /// Stops after so many times in a row without a better one. Room for the best network is made here.
    pub fn new(patience: usize) -> Self {
        EarlyStopping { patience, min_delta: 0.0, best: None, network: P::zeros(), waited: 0 }
    }

    /// Counts as better what is so by more than this.
    pub fn min_delta(mut self, min_delta: f64) -> Self {
        self.min_delta = min_delta;
        self
    }

    /// Takes in what a network measures, where less is better, such as a loss. Gives whether to stop.
    ///
    /// NaN is never better.
    #[must_use = "it says whether to stop"]
    pub fn minimize(&mut self, network: &P, measure: impl Into<f64>) -> bool {
        let measure = measure.into();
        let is_better = match self.best {
            Some(best) => measure < best - self.min_delta,
            None => !measure.is_nan(),
        };
        self.take(network, measure, is_better)
    }

    /// Takes in what a network measures, where more is better, such as an accuracy. Gives whether to stop.
    ///
    /// NaN is never better.
    #[must_use = "it says whether to stop"]
    pub fn maximize(&mut self, network: &P, measure: impl Into<f64>) -> bool {
        let measure = measure.into();
        let is_better = match self.best {
            Some(best) => measure > best + self.min_delta,
            None => !measure.is_nan(),
        };
        self.take(network, measure, is_better)
    }

    fn take(&mut self, network: &P, measure: f64, is_better: bool) -> bool {
        if is_better {
            copy(network, &mut *self.network);
            (self.best, self.waited) = (Some(measure), 0);
        } else {
            self.waited = self.waited.saturating_add(1);
        }
        self.waited >= self.patience.max(1)
    }

    /// Makes a network the best there was. Where there was none, it stays as it is.
    ///
    /// It changes the network alone: an optimizer remembers what came later.
    pub fn restore(&self, network: &mut P) {
        if self.best.is_some() {
            copy(&*self.network, network);
        }
    }
}

fn copy<P: Network>(from: &P, to: &mut P) {
    P::walk([from], [to], Path::ROOT, &mut |_, [from], [to]| to.copy_from_slice(from));
}

impl<P: Network> fmt::Debug for EarlyStopping<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let EarlyStopping { patience, best, waited, .. } = self;
        write!(f, "EarlyStopping(best {best:?}, waited {waited} of {patience})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Affine, network};

    network! { struct Net(x: [1]) -> [1] { affine1: Affine::to(1) } }

    fn net(weight: f64) -> Box<Net<f64>> {
        let mut net = Net::zeros();
        net.affine1.weight[0] = weight;
        net
    }

    fn stops(early_stopping: &mut EarlyStopping<Net<f64>>, losses: &[f64]) -> Vec<bool> {
        losses.iter().map(|loss| early_stopping.minimize(&*net(*loss), *loss)).collect()
    }

    #[test]
    fn stops_after_so_many_in_a_row_that_are_no_better() {
        let mut early_stopping = EarlyStopping::new(2);
        let expected = [false, false, false, false, true, true];
        assert_eq!(stops(&mut early_stopping, &[3.0, 4.0, 2.0, 2.0, 2.5, f64::NAN]), expected);
        assert_eq!((early_stopping.best, early_stopping.waited), (Some(2.0), 3));
        assert_eq!(early_stopping.network.affine1.weight[0], 2.0);
        assert_eq!(stops(&mut early_stopping, &[1.0]), [false]);
        for patience in [0, 1] {
            assert_eq!(stops(&mut EarlyStopping::new(patience), &[2.0, 1.0, 1.0]), [false, false, true]);
        }
        assert!(!stops(&mut EarlyStopping::new(usize::MAX), &[1.0; 100]).contains(&true));
    }

    #[test]
    fn a_little_better_is_no_better() {
        let mut early_stopping = EarlyStopping::new(1).min_delta(0.5);
        assert_eq!(stops(&mut early_stopping, &[3.0, 2.5, 2.0]), [false, true, false]);
        assert!(!early_stopping.maximize(&*net(0.0), 2.75) && early_stopping.maximize(&*net(0.0), 3.0));
    }

    #[test]
    fn the_best_is_put_back_if_there_is_one() {
        let (mut early_stopping, mut now) = (EarlyStopping::new(1), net(7.0));
        assert!(early_stopping.minimize(&*now, f64::NAN));
        early_stopping.restore(&mut *now);
        assert_eq!(now.affine1.weight[0], 7.0);
        assert!(!early_stopping.maximize(&*net(8.0), 0.8));
        assert!(early_stopping.maximize(&*net(9.0), 0.7_f32));
        early_stopping.restore(&mut *now);
        assert_eq!(now.affine1.weight[0], 8.0);
    }
}
