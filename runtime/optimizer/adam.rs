use super::decay::Decay;
use super::settings::{not_negative, share};
use super::{State, Updates};
use crate::{Network, Optimizer, Scalar};

/// Adam (the book's section 6.1.6; Kingma and Ba 2015): `m = beta1 m + (1 - beta1) g`, `s = beta2 s + (1 - beta2) g²`,
/// `w -= learning_rate m̂ / (√ŝ + epsilon)`, where `m̂ = m / (1 - beta1ᵗ)` and `ŝ = s / (1 - beta2ᵗ)` in step `t`, from 1.
///
/// With [`weight_decay`](Adam::weight_decay), `g + weight_decay w` takes the place of `g`; [`AdamW`](crate::AdamW) lets the
/// weights themselves decay.
///
/// That is PyTorch's `Adam`. The book's listing adds its epsilon, 10⁻⁷, to the root of `s`, before that is corrected.
///
/// ```
/// use plies::{Adam, Affine, MeanSquaredError, Network, network};
///
/// network! {
///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
/// }
/// let (mut line, mut gradient, mut tape) = (Line::<f32>::zeros(), Line::zeros(), Line::tape::<2>());
/// let mut adam = Adam::new(0.1);
/// for _ in 0..1000 {
///     line.gradient(&[[1.0], [2.0]], &[[3.0], [5.0]], &mut gradient, &mut tape);
///     line.step(&gradient, &mut adam);
/// }
/// assert!((line.affine1.weight[0] - 2.0).abs() < 1e-3 && (line.affine1.bias[0] - 1.0).abs() < 1e-3);
/// ```
#[derive(Debug)]
pub struct Adam<N: Network> {
    /// About how far a step goes. PyTorch's default is 0.001.
    pub learning_rate: f64,
    /// The mean of the gradients of each weight, and of their squares.
    pub state: State<N, 2>,
    betas: [f64; 2],
    epsilon: f64,
    decay: Decay,
}

impl<N: Network> Adam<N> {
    /// Adam with betas of 0.9 and 0.999, and an epsilon of 10⁻⁸. Memory for what it remembers is allocated here.
    ///
    /// # Panics
    /// If the learning rate is negative or NaN.
    #[track_caller]
    pub fn new(learning_rate: f64) -> Self {
        let learning_rate = not_negative("a learning rate", learning_rate);
        let (state, decay) = (State::new(["exp_avg", "exp_avg_sq"]), Decay::of(0.0));
        Adam { learning_rate, state, betas: [0.9, 0.999], epsilon: 1e-8, decay }
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

    /// Adds `weight_decay w` to the gradient of each weight, but not of what is marked `#[no_decay]`, such as a bias.
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

impl<N: Network> Optimizer<N> for Adam<N> {
    #[inline]
    fn step(&mut self, network: &mut N, gradient: &N) {
        self.state.steps += 1;
        let mut update = Update::new(self.learning_rate, self.betas, self.epsilon, self.state.steps);
        let [m, s] = &mut self.state.moments;
        N::each_trained([gradient], [network, m, s], |entry, [g], [w, m, s]| {
            update.decay = N::Scalar::of(self.decay.at(&entry));
            N::Scalar::adam(update, g, w, m, s);
        });
    }

    #[inline]
    fn learning_rate_mut(&mut self) -> &mut f64 {
        &mut self.learning_rate
    }
}

#[cfg(feature = "weights")]
super::resumable::resumable!(Adam, |adam| [
    ("beta1", adam.betas[0]),
    ("beta2", adam.betas[1]),
    ("epsilon", adam.epsilon)
]);

impl<N: Network> Clone for Adam<N> {
    fn clone(&self) -> Self {
        Adam { state: self.state.clone(), ..*self }
    }
}

/// A step of one weight, of Adam and of AdamW.
#[derive(Clone, Copy)]
pub struct Update<T> {
    /// The learning rate, divided by what is missing of the mean.
    rate: T,
    take: [T; 2],
    keep: T,
    /// What the root of the mean square is multiplied by, to make up for what is missing of that.
    correction: T,
    epsilon: T,
    /// What is added to the gradient for each weight.
    pub decay: T,
    /// What is left of a weight.
    pub shrink: T,
}

impl<T: Scalar> Update<T> {
    /// Without decay, in a step counted from 1.
    #[inline]
    pub fn new(rate: f64, [beta1, beta2]: [f64; 2], epsilon: f64, step: usize) -> Self {
        let step = i32::try_from(step).unwrap_or(i32::MAX);
        let [missing1, missing2] = [beta1, beta2].map(|beta| 1.0 - beta.powi(step));
        Update {
            rate: T::of(rate / missing1),
            take: [1.0 - beta1, 1.0 - beta2].map(T::of),
            keep: T::of(beta2),
            correction: T::of(1.0 / missing2.sqrt()),
            epsilon: T::of(epsilon),
            decay: T::zero(),
            shrink: T::one(),
        }
    }

    #[inline(always)]
    pub fn entry(self, g: T, w: &mut T, m: &mut T, s: &mut T) {
        let g = g + self.decay * *w;
        *m += self.take[0] * (g - *m);
        *s = self.keep * *s + self.take[1] * (g * g);
        *w = self.shrink * *w - self.rate * *m / (s.sqrt() * self.correction + self.epsilon);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimizer::testing::{Net, check, check_memory};

    #[test]
    fn computes_its_formula() {
        let mut entries = 0;
        check(Adam::new(0.1), 3, |g, w, [m, s]| {
            let step = 1 + entries / 12;
            entries += 1;
            *m = 0.9 * *m + 0.1 * g;
            *s = 0.999 * *s + 0.001 * g * g;
            let (m, s) = (*m / (1.0 - 0.9_f64.powi(step)), *s / (1.0 - 0.999_f64.powi(step)));
            *w -= 0.1 * m / (s.sqrt() + 1e-8);
        });
        let (mut entries, adam) = (0, Adam::new(0.1).betas(0.5, 0.6).epsilon(0.2));
        check(adam.weight_decay(0.3).decay_all(), 3, |g, w, [m, s]| {
            let step = 1 + entries / 12;
            entries += 1;
            let g = g + 0.3 * *w;
            *m = 0.5 * *m + 0.5 * g;
            *s = 0.6 * *s + 0.4 * g * g;
            let (m, s) = (*m / (1.0 - 0.5_f64.powi(step)), *s / (1.0 - 0.6_f64.powi(step)));
            *w -= 0.1 * m / (s.sqrt() + 0.2);
        });
    }

    #[test]
    fn remembers_what_is_trained() {
        check_memory(Adam::new(0.1).weight_decay(0.1), |adam| &mut adam.state);
    }

    #[test]
    fn after_any_number_of_steps_its_corrections_are_numbers() {
        for step in [1, 1000, usize::MAX] {
            let Update { rate, correction, .. } = Update::<f32>::new(0.1, [0.9, 0.999], 1e-8, step);
            assert!(rate.is_finite() && correction.is_finite() && correction >= 1.0);
        }
    }

    #[test]
    #[should_panic(expected = "beta2 is at least 0 and below 1, not 1")]
    fn a_mean_that_never_learns_is_refused() {
        let _ = Adam::<Net<f64>>::new(0.1).betas(0.9, 1.0);
    }
}
