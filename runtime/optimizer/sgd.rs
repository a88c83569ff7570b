use super::Updates;
use super::decay::Decay;
use crate::{Network, Optimizer, Scalar, product};

/// Stochastic gradient descent, `w -= learning_rate g` (the book's section 6.1.2).
///
/// With [`weight_decay`](Sgd::weight_decay), `g + weight_decay w` takes the place of `g`. It remembers nothing; with momentum, and
/// Nesterov's, it is [`Momentum`](crate::Momentum).
///
/// ```
/// use plies::{Affine, MeanSquaredError, Network, Sgd, network};
///
/// network! {
///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
/// }
/// let (mut line, mut gradient, mut tape) = (Line::<f32>::zeros(), Line::zeros(), Line::tape::<2>());
/// for _ in 0..500 {
///     line.gradient(&[[1.0], [2.0]], &[[3.0], [5.0]], &mut gradient, &mut tape);
///     line.step(&gradient, &mut Sgd::new(0.1));
/// }
/// assert!((line.affine1.weight[0] - 2.0).abs() < 1e-3 && (line.affine1.bias[0] - 1.0).abs() < 1e-3);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sgd {
    /// How far a step goes along the gradient.
    pub learning_rate: f64,
    decay: Decay,
}

impl Sgd {
    /// Descent at a learning rate.
    ///
    /// # Panics
    /// If the learning rate is negative or NaN.
    #[track_caller]
    pub const fn new(learning_rate: f64) -> Self {
        assert!(learning_rate >= 0.0, "a learning rate is 0 or more");
        Sgd { learning_rate, decay: Decay::of(0.0) }
    }

    /// Adds `weight_decay w` to the gradient of each weight, but not of what is marked `#[no_decay]`, such as a bias.
    ///
    /// # Panics
    /// If it is negative or NaN.
    #[track_caller]
    pub const fn weight_decay(mut self, weight_decay: f64) -> Self {
        assert!(weight_decay >= 0.0, "a weight decay is 0 or more");
        self.decay.strength = weight_decay;
        self
    }

    /// Lets biases and the like decay, too, as PyTorch does.
    pub const fn decay_all(mut self) -> Self {
        self.decay.all = true;
        self
    }
}

impl<N: Network> Optimizer<N> for Sgd {
    #[inline]
    fn step(&mut self, network: &mut N, gradient: &N) {
        let rate = N::Scalar::of(self.learning_rate);
        N::each_trained([gradient], [network], |entry, [g], [w]| {
            let decay = N::Scalar::of(self.decay.at(&entry));
            if decay == N::Scalar::of(0.0) {
                product::add_scaled(w, -rate, g);
            } else {
                N::Scalar::sgd(Update { rate, decay }, g, w);
            }
        });
    }

    #[inline]
    fn plain_rate(&self) -> Option<f64> {
        (self.decay.strength == 0.0).then_some(self.learning_rate)
    }

    #[inline]
    fn learning_rate_mut(&mut self) -> &mut f64 {
        &mut self.learning_rate
    }
}

#[cfg(feature = "weights")]
impl<N: Network> crate::Resumable<N> for Sgd {
    const NAME: &'static str = "Sgd";

    fn settings(&self) -> Vec<(&'static str, f64)> {
        self.decay.settings().to_vec()
    }

    fn memory(&self) -> crate::Memory<'_, N> {
        crate::Memory { learning_rate: self.learning_rate, steps: None, moments: vec![] }
    }

    fn memory_mut(&mut self) -> crate::MemoryMut<'_, N> {
        crate::MemoryMut { learning_rate: &mut self.learning_rate, steps: None, moments: vec![] }
    }
}

/// A step of one weight that decays.
#[derive(Clone, Copy)]
pub struct Update<T> {
    rate: T,
    decay: T,
}

impl<T: Scalar> Update<T> {
    #[inline(always)]
    pub fn entry(self, g: T, w: &mut T) {
        *w -= self.rate * (g + self.decay * *w);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimizer::testing::{check, start};

    #[test]
    fn computes_its_formula() {
        check(Sgd::new(0.1), 3, |g, w, _| *w -= 0.1 * g);
        check(Sgd::new(0.1).weight_decay(0.3).decay_all(), 3, |g, w, _| *w -= 0.1 * (g + 0.3 * *w));
    }

    #[test]
    fn a_bias_does_not_decay_unless_asked_to() {
        let (start, mut net, zeros) = (start(), start(), crate::optimizer::testing::Net::zeros());
        net.step(&zeros, &mut Sgd::new(0.1).weight_decay(0.5));
        assert!((net.affine1.weight - start.affine1.weight * 0.95).amax() < 1e-15);
        assert_eq!(net.affine1.bias, start.affine1.bias);
    }
}
