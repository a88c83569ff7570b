use crate::{Network, Optimizer};

/// An optimizer that a checkpoint can hold: what it is, and what it remembers.
///
/// ```
/// use plies::{Memory, MemoryMut, Network, Optimizer, Resumable, Scalar};
///
/// /// `v = momentum v - learning_rate g`, `w += v` (the book's section 6.1.4).
/// struct BookMomentum<N: Network> {
///     learning_rate: f64,
///     momentum: f64,
///     velocity: Box<N>,
/// }
///
/// impl<N: Network> Resumable<N> for BookMomentum<N> {
///     const NAME: &'static str = "BookMomentum";
///
///     fn settings(&self) -> Vec<(&'static str, f64)> {
///         vec![("momentum", self.momentum)]
///     }
///
///     fn memory(&self) -> Memory<'_, N> {
///         let moments = vec![("velocity", &*self.velocity)];
///         Memory { learning_rate: self.learning_rate, steps: None, moments }
///     }
///
///     fn memory_mut(&mut self) -> MemoryMut<'_, N> {
///         let moments = vec![("velocity", &mut *self.velocity)];
///         MemoryMut { learning_rate: &mut self.learning_rate, steps: None, moments }
///     }
/// }
///
/// impl<N: Network> Optimizer<N> for BookMomentum<N> {
///     // …
///     # fn step(&mut self, _: &mut N, _: &N) {}
///     # fn learning_rate_mut(&mut self) -> &mut f64 { &mut self.learning_rate }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no optimizer that a checkpoint can hold",
    label = "what it remembers is not known",
    note = "implement `Resumable` for it, which says what it remembers"
)]
pub trait Resumable<N: Network>: Optimizer<N> {
    /// Its name: a checkpoint of another optimizer is an error.
    const NAME: &'static str;

    /// Its settings, each with a name, but the learning rate: in a checkpoint they have to be the same.
    fn settings(&self) -> Vec<(&'static str, f64)>;

    /// What it remembers.
    fn memory(&self) -> Memory<'_, N>;

    /// The same, to be put back; as many moments, under the same names.
    fn memory_mut(&mut self) -> MemoryMut<'_, N>;
}

/// What an optimizer remembers.
#[derive(Debug)]
pub struct Memory<'a, N> {
    /// The learning rate now, which a schedule may have changed.
    pub learning_rate: f64,
    /// How many steps there were, if it counts them.
    pub steps: Option<usize>,
    /// What it remembers of each weight, under a name: `exp_avg`.
    pub moments: Vec<(&'static str, &'a N)>,
}

/// What an optimizer remembers, to be changed.
#[derive(Debug)]
pub struct MemoryMut<'a, N> {
    /// The learning rate.
    pub learning_rate: &'a mut f64,
    /// How many steps there were, if it counts them.
    pub steps: Option<&'a mut usize>,
    /// What it remembers of each weight.
    pub moments: Vec<(&'static str, &'a mut N)>,
}

/// An optimizer whose memory is a [`State`](crate::State), and its settings.
macro_rules! resumable {
    ($optimizer:ident, |$this:ident| [$($setting:expr),*]) => {
        impl<N: crate::Network> crate::Resumable<N> for $optimizer<N> {
            const NAME: &'static str = stringify!($optimizer);

            fn settings(&self) -> Vec<(&'static str, f64)> {
                let ($this, [strength, all]) = (self, self.decay.settings());
                vec![$($setting,)* strength, all]
            }

            fn memory(&self) -> crate::Memory<'_, N> {
                let names = self.state.names().into_iter();
                let moments = names.zip(self.state.moments.iter().map(|moment| &**moment)).collect();
                crate::Memory { learning_rate: self.learning_rate, steps: Some(self.state.steps), moments }
            }

            fn memory_mut(&mut self) -> crate::MemoryMut<'_, N> {
                let names = self.state.names().into_iter();
                let moments = names.zip(self.state.moments.iter_mut().map(|moment| &mut **moment)).collect();
                let (learning_rate, steps) = (&mut self.learning_rate, Some(&mut self.state.steps));
                crate::MemoryMut { learning_rate, steps, moments }
            }
        }
    };
}

pub(super) use resumable;
