//! Optimizers, one file each.

mod sgd;

pub use sgd::Sgd;

use crate::Network;

/// What changes a network along its gradient.
///
/// An optimizer that remembers, as momentum and Adam do, keeps its memory in the network's own type, and walks the
/// gradient, the network and the memory side by side. What is not trained changes by what backward left in the
/// gradient, for every optimizer:
///
/// ```
/// use plies::{Network, Optimizer, Parameters, Path, Scalar};
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
///         N::walk([gradient], [network, &mut self.velocity], Path::ROOT, &mut |entry, [g], [w, v]| {
///             for ((g, w), v) in g.iter().zip(w).zip(v) {
///                 if entry.path.is_trained() {
///                     *v = momentum * *v - rate * *g;
///                     *w += *v;
///                 } else {
///                     *w += *g;
///                 }
///             }
///         });
///     }
/// }
/// ```
pub trait Optimizer<N: Network> {
    /// One step: changes the network along the gradient.
    fn step(&mut self, network: &mut N, gradient: &N);
}
