//! Optimizers, one file each.

mod sgd;

pub use sgd::Sgd;

use crate::Network;

/// What changes a network along its gradient; [`Network::step`] calls it.
///
/// An optimizer that remembers, as momentum and Adam do, keeps its memory in the network's own type, and visits the
/// gradient, the network and the memory side by side:
///
/// ```
/// use plies::{Network, Optimizer, Scalar};
///
/// /// `v = momentum v - learning_rate g`, `w += v` (the book's section 6.1.4).
/// struct Momentum<N: Network> {
///     learning_rate: f64,
///     momentum: f64,
///     velocity: Box<N>,
/// }
///
/// impl<N: Network> Optimizer<N> for Momentum<N> {
///     fn step(&mut self, network: &mut N, gradient: &N) {
///         let (rate, momentum) = (N::Scalar::of(self.learning_rate), N::Scalar::of(self.momentum));
///         N::each_trained([gradient], [network, &mut self.velocity], |_, [g], [w, v]| {
///             for i in 0..g.len() {
///                 v[i] = momentum * v[i] - rate * g[i];
///                 w[i] += v[i];
///             }
///         });
///     }
/// }
/// ```
pub trait Optimizer<N: Network> {
    /// One step: changes what is trained along the gradient.
    fn step(&mut self, network: &mut N, gradient: &N);
}
