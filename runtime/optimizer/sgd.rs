use crate::{Network, Optimizer, Scalar, product};

/// Stochastic gradient descent, `w -= learning_rate g` (the book's section 6.1.2).
///
/// ```
/// use plies::{Affine, MeanSquaredError, Network, Optimizer, Sgd, network};
///
/// network! {
///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
/// }
/// let (mut line, mut gradient, mut tape) = (Line::<f32>::zeros(), Line::zeros(), Line::tape::<2>());
/// for _ in 0..500 {
///     line.gradient(&[[1.0], [2.0]], &[[3.0], [5.0]], &mut gradient, &mut tape);
///     Sgd::new(0.1).step(&mut *line, &gradient);
/// }
/// assert!((line.affine1.weight[0] - 2.0).abs() < 1e-3 && (line.affine1.bias[0] - 1.0).abs() < 1e-3);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sgd {
    /// How far a step goes along the gradient.
    pub learning_rate: f64,
}

impl Sgd {
    /// Descent at a learning rate.
    pub const fn new(learning_rate: f64) -> Self {
        Sgd { learning_rate }
    }
}

impl<N: Network> Optimizer<N> for Sgd {
    #[inline]
    fn step(&mut self, network: &mut N, gradient: &N) {
        let factor = -N::Scalar::of(self.learning_rate);
        N::each_trained([gradient], [network], |_, [gradient], [weights]| {
            product::add_scaled(weights, factor, gradient);
        });
    }
}
