use super::adam::Update;
use super::decay::Decay;
use super::settings::{not_negative, share};
use super::{State, Updates};
use crate::{Network, Optimizer, Scalar};

/// Adam with weights that decay by themselves (Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization"):
/// `w -= learning_rate weight_decay w`, and then a step of [`Adam`](crate::Adam).
///
/// In `Adam` the decay is a part of the gradient, and so a large gradient makes the decay small. Here every weight decays at
/// one rate.
///
/// That is PyTorch's `AdamW`, where biases and the like do decay unless one sorts them out.
///
/// ```
/// use plies::{AdamW, Affine, MeanSquaredError, Network, network};
///
/// network! {
///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
/// }
/// let (mut line, mut gradient, mut tape) = (Line::<f32>::zeros(), Line::zeros(), Line::tape::<2>());
/// let mut adam_w = AdamW::new(0.1).weight_decay(0.001);
/// for _ in 0..1000 {
///     line.gradient(&[[1.0], [2.0]], &[[3.0], [5.0]], &mut gradient, &mut tape);
///     line.step(&gradient, &mut adam_w);
/// }
/// assert!((line.affine1.weight[0] - 2.0).abs() < 0.05 && (line.affine1.bias[0] - 1.0).abs() < 0.05);
/// ```
#[derive(Debug)]
pub struct AdamW<N: Network> {
    /// About how far a step goes. PyTorch's default is 0.001.
    pub learning_rate: f64,
    /// The mean of the gradients of each weight, and of their squares.
    pub state: State<N, 2>,
    betas: [f64; 2],
    epsilon: f64,
    decay: Decay,
}

impl<N: Network> AdamW<N> {
    /// AdamW with betas of 0.9 and 0.999, an epsilon of 10⁻⁸ and a weight decay of 0.01. Memory for what it remembers is
    /// allocated here.
    ///
    /// # Panics
    /// If the learning rate is negative or NaN.
    #[track_caller]
    pub fn new(learning_rate: f64) -> Self {
        let learning_rate = not_negative("a learning rate", learning_rate);
        let (state, decay) = (State::new(["exp_avg", "exp_avg_sq"]), Decay::of(0.01));
        AdamW { learning_rate, state, betas: [0.9, 0.999], epsilon: 1e-8, decay }
    }

    /// Which shares of the mean and of the mean square are kept.
    ///
    /// # Panics
    /// If one is not at least 0 and below 1.
    #[track_caller]
    pub fn betas(mut self, beta1: f64, beta2: f64) -> Self {
        self.betas = [share("beta1", beta1), share("beta2", beta2)];
        self
    }

    /// What keeps the divisor from 0.
    ///
    /// # Panics
    /// If it is negative or NaN.
    #[track_caller]
    pub fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = not_negative("an epsilon", epsilon);
        self
    }

    /// Takes `learning_rate weight_decay w` off each weight, but not off what is marked `#[no_decay]`, such as a bias.
    ///
    /// # Panics
    /// If it is negative or NaN.
    #[track_caller]
    pub fn weight_decay(mut self, weight_decay: f64) -> Self {
        self.decay.strength = not_negative("a weight decay", weight_decay);
        self
    }

    /// Lets biases and the like decay, too, as PyTorch does.
    pub fn decay_all(mut self) -> Self {
        self.decay.all = true;
        self
    }
}

impl<N: Network> Optimizer<N> for AdamW<N> {
    #[inline]
    fn step(&mut self, network: &mut N, gradient: &N) {
        self.state.steps += 1;
        let mut update = Update::new(self.learning_rate, self.betas, self.epsilon, self.state.steps);
        let [m, s] = &mut self.state.moments;
        N::each_trained([gradient], [network, m, s], |entry, [g], [w, m, s]| {
            update.shrink = N::Scalar::of(1.0 - self.learning_rate * self.decay.at(&entry));
            N::Scalar::adam(update, g, w, m, s);
        });
    }

    #[inline]
    fn learning_rate_mut(&mut self) -> &mut f64 {
        &mut self.learning_rate
    }
}

#[cfg(feature = "weights")]
super::resumable::resumable!(AdamW, |adam_w| [
    ("beta1", adam_w.betas[0]),
    ("beta2", adam_w.betas[1]),
    ("epsilon", adam_w.epsilon)
]);

impl<N: Network> Clone for AdamW<N> {
    fn clone(&self) -> Self {
        AdamW { state: self.state.clone(), ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimizer::testing::{Net, check, check_memory, start};

    #[test]
    fn computes_its_formula() {
        let mut entries = 0;
        check(AdamW::new(0.1).decay_all(), 3, |g, w, [m, s]| {
            let step = 1 + entries / 12;
            entries += 1;
            *w *= 1.0 - 0.1 * 0.01;
            *m = 0.9 * *m + 0.1 * g;
            *s = 0.999 * *s + 0.001 * g * g;
            let (m, s) = (*m / (1.0 - 0.9_f64.powi(step)), *s / (1.0 - 0.999_f64.powi(step)));
            *w -= 0.1 * m / (s.sqrt() + 1e-8);
        });
    }

    #[test]
    fn remembers_what_is_trained() {
        check_memory(AdamW::new(0.1).weight_decay(0.1), |adam_w| &mut adam_w.state);
    }

    #[test]
    fn a_weight_without_a_gradient_decays_and_a_bias_does_not() {
        let (start, mut net, mut adam_w) = (start(), start(), AdamW::new(0.1).weight_decay(0.5));
        net.step(&Net::zeros(), &mut adam_w);
        assert_eq!(net.affine1.weight, start.affine1.weight * 0.95);
        assert_eq!(net.affine1.bias, start.affine1.bias);
    }
}
