//! Optimizers, one file each.

mod ada_grad;
mod adam;
mod adam_w;
mod decay;
mod lion;
mod momentum;
#[cfg(feature = "weights")]
mod resumable;
mod rms_prop;
mod settings;
mod sgd;
mod state;
#[cfg(test)]
mod testing;
mod updates;

pub use ada_grad::AdaGrad;
pub use adam::Adam;
pub use adam_w::AdamW;
pub use lion::Lion;
pub use momentum::Momentum;
#[cfg(feature = "weights")]
pub use resumable::{Memory, MemoryMut, Resumable};
pub use rms_prop::RmsProp;
pub use sgd::Sgd;
pub use state::State;
pub use updates::Updates;

use crate::Network;

/// What changes a network along its gradient; [`Network::step`] calls it.
///
/// An optimizer that remembers, as [`Momentum`] and [`Adam`] do, keeps its memory in the network's own type, and visits the
/// gradient, the network and the memory side by side:
///
/// ```
/// use plies::{Network, Optimizer, Scalar};
///
/// /// `v = momentum v - learning_rate g`, `w += v` (the book's section 6.1.4).
/// struct BookMomentum<N: Network> {
///     learning_rate: f64,
///     momentum: f64,
///     velocity: Box<N>,
/// }
///
/// impl<N: Network> Optimizer<N> for BookMomentum<N> {
///     fn step(&mut self, network: &mut N, gradient: &N) {
///         let (rate, momentum) = (N::Scalar::of(self.learning_rate), N::Scalar::of(self.momentum));
///         N::each_trained([gradient], [network, &mut self.velocity], |_, [g], [w, v]| {
///             for i in 0..g.len() {
///                 v[i] = momentum * v[i] - rate * g[i];
///                 w[i] += v[i];
///             }
///         });
///     }
///
///     fn learning_rate_mut(&mut self) -> &mut f64 {
///         &mut self.learning_rate
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no optimizer",
    label = "no optimizer",
    note = "an optimizer is made as in `Sgd::new(0.1)` or `Adam::new(0.001)`"
)]
pub trait Optimizer<N: Network> {
    /// One step: changes what is trained along the gradient, and nothing else. Call [`Network::step`], which moves running
    /// statistics on, too.
    fn step(&mut self, network: &mut N, gradient: &N);

    /// The learning rate, if a step is nothing but `product::add_scaled(w, -learning_rate, g)` for all that is trained. Then
    /// [`Network::train_step`] takes it layer by layer, with the same bits, and does not call [`step`](Optimizer::step). `None`
    /// unless an optimizer says otherwise.
    #[inline]
    fn plain_rate(&self) -> Option<f64> {
        None
    }

    /// The learning rate, for a [`Schedule`](crate::Schedule) to change, whichever optimizer it is.
    fn learning_rate_mut(&mut self) -> &mut f64;
}
