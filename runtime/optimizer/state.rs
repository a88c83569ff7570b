use std::fmt;

use crate::{Entry, Network, Path, Scalar};

/// What an optimizer remembers from step to step: how many there were, and a few values for each weight.
///
/// Each moment is a value of the network's own type, so that whatever saves a network saves it, too. Whoever puts back
/// what was saved goes on as if nothing had happened, bit for bit.
///
/// ```
/// use plies::{Adam, Affine, MeanSquaredError, Network, network};
///
/// network! {
///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
/// }
/// let (mut line, mut gradient, mut tape) = (Line::<f32>::new(1), Line::zeros(), Line::tape::<1>());
/// let mut adam = Adam::new(0.01);
/// line.gradient(&[[1.0]], &[[3.0]], &mut gradient, &mut tape);
/// line.step(&gradient, &mut adam);
///
/// let mut saved = vec![];
/// adam.state.each(|entry, values| saved.push((entry.path.to_string(), values.to_vec())));
/// let names: Vec<_> = saved.iter().map(|(name, _)| name.as_str()).collect();
/// assert_eq!(names, ["exp_avg.affine1.weight", "exp_avg.affine1.bias", "exp_avg_sq.affine1.weight", "exp_avg_sq.affine1.bias"]);
///
/// let mut again = Adam::<Line>::new(0.01);
/// again.state.steps = adam.state.steps;
/// let mut saved = saved.into_iter();
/// again.state.each_mut(|_, values| values.copy_from_slice(&saved.next().unwrap().1));
/// assert_eq!(again.state.moments[1].affine1.weight, adam.state.moments[1].affine1.weight);
/// ```
pub struct State<N: Network, const MOMENTS: usize> {
    /// How many steps there were.
    pub steps: usize,
    /// What is remembered of each weight. Zeros that nobody ever touches, where nothing is trained.
    pub moments: [Box<N>; MOMENTS],
    names: [&'static str; MOMENTS],
}

impl<N: Network, const MOMENTS: usize> State<N, MOMENTS> {
    /// Nothing is remembered yet. The names are those that a PyTorch optimizer's state dict has, where it has any.
    pub fn new(names: [&'static str; MOMENTS]) -> Self {
        State { steps: 0, moments: names.map(|_| N::zeros()), names }
    }

    /// The names of the moments, in order.
    pub fn names(&self) -> [&'static str; MOMENTS] {
        self.names
    }

    /// Visits each matrix that is trained, of each moment; its path is `exp_avg.affine1.weight`.
    pub fn each(&self, mut visit: impl FnMut(Entry<'_>, &[N::Scalar])) {
        for (moment, name) in self.moments.iter().zip(self.names) {
            N::walk([&**moment], [], Path::ROOT.field(name), &mut |entry, [values], []| {
                if entry.path.is_trained() {
                    visit(entry, values);
                }
            });
        }
    }

    /// The same, to change them.
    pub fn each_mut(&mut self, mut visit: impl FnMut(Entry<'_>, &mut [N::Scalar])) {
        for (moment, name) in self.moments.iter_mut().zip(self.names) {
            N::walk([], [&mut **moment], Path::ROOT.field(name), &mut |entry, [], [values]| {
                if entry.path.is_trained() {
                    visit(entry, values);
                }
            });
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.steps = 0;
        self.each_mut(|_, values| values.fill(N::Scalar::of(0.0)));
    }
}

// Written out, since a derive would ask that the network be `Clone`, and would pass it through the stack.
impl<N: Network, const MOMENTS: usize> Clone for State<N, MOMENTS> {
    fn clone(&self) -> Self {
        State {
            steps: self.steps,
            moments: self.moments.each_ref().map(|moment| moment.copied()),
            names: self.names,
        }
    }
}

impl<N: Network, const MOMENTS: usize> fmt::Debug for State<N, MOMENTS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "State of {:?} after {} steps", self.names, self.steps)
    }
}
