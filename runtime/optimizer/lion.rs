use super::decay::Decay;
use super::settings::{not_negative, share};
use super::{State, Updates};
use crate::{Network, Optimizer, Scalar};

/// Lion (Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms"): `c = beta1 m + (1 - beta1) g`,
/// `w -= learning_rate (sign(c) + weight_decay w)`, `m = beta2 m + (1 - beta2) g`, where the sign of 0 is 0.
///
/// Every weight moves by the same step, so the learning rate is to be 3 to 10 times smaller than that of
/// [`AdamW`](crate::AdamW), and the weight decay as much larger; so the paper. It remembers half as much as Adam.
///
/// ```
/// use plies::{Affine, Lion, MeanSquaredError, Network, Schedule, network};
///
/// network! {
///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
/// }
/// let (mut line, mut gradient, mut tape) = (Line::<f32>::zeros(), Line::zeros(), Line::tape::<2>());
/// let (mut lion, schedule) = (Lion::new(0.01), Schedule::cosine(0.01, 0.0, 1000));
/// for step in 0..1000 {
///     lion.learning_rate = schedule.at(step);
///     line.gradient(&[[1.0], [2.0]], &[[3.0], [5.0]], &mut gradient, &mut tape);
///     line.step(&gradient, &mut lion);
/// }
/// assert!((line.affine1.weight[0] - 2.0).abs() < 0.05 && (line.affine1.bias[0] - 1.0).abs() < 0.05);
/// ```
#[derive(Debug)]
pub struct Lion<N: Network> {
    /// How far each weight goes in a step. The paper's default is 0.0001.
    pub learning_rate: f64,
    /// The mean of the gradients of each weight.
    pub state: State<N, 1>,
    betas: [f64; 2],
    decay: Decay,
}

impl<N: Network> Lion<N> {
    /// Lion with betas of 0.9 and 0.99, and no weight decay. Memory for what it remembers is allocated here.
    ///
    /// # Panics
    /// If the learning rate is negative or NaN.
    #[track_caller]
    pub fn new(learning_rate: f64) -> Self {
        let learning_rate = not_negative("a learning rate", learning_rate);
        let (state, decay) = (State::new(["exp_avg"]), Decay::of(0.0));
        Lion { learning_rate, state, betas: [0.9, 0.99], decay }
    }

    /// Which shares of the mean are kept, for a step and after it.
    ///
    /// # Panics
    /// If one is not at least 0 and below 1.
    #[track_caller]
    pub fn betas(mut self, beta1: f64, beta2: f64) -> Self {
        self.betas = [share("beta1", beta1), share("beta2", beta2)];
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

    /// Lets biases and the like decay, too.
    pub fn decay_all(mut self) -> Self {
        self.decay.all = true;
        self
    }
}

impl<N: Network> Optimizer<N> for Lion<N> {
    #[inline]
    fn step(&mut self, network: &mut N, gradient: &N) {
        self.state.steps += 1;
        let [beta1, beta2] = self.betas;
        let settings = [self.learning_rate, beta1, 1.0 - beta1, beta2, 1.0 - beta2];
        let [rate, keep1, take1, keep2, take2] = settings.map(N::Scalar::of);
        let [m] = &mut self.state.moments;
        N::each_trained([gradient], [network, m], |entry, [g], [w, m]| {
            let shrink = N::Scalar::of(1.0 - self.learning_rate * self.decay.at(&entry));
            N::Scalar::lion(Update { rate, keep: [keep1, keep2], take: [take1, take2], shrink }, g, w, m);
        });
    }

    #[inline]
    fn learning_rate_mut(&mut self) -> &mut f64 {
        &mut self.learning_rate
    }
}

#[cfg(feature = "weights")]
super::resumable::resumable!(Lion, |lion| [("beta1", lion.betas[0]), ("beta2", lion.betas[1])]);

impl<N: Network> Clone for Lion<N> {
    fn clone(&self) -> Self {
        Lion { state: self.state.clone(), ..*self }
    }
}

/// A step of one weight.
#[derive(Clone, Copy)]
pub struct Update<T> {
    rate: T,
    keep: [T; 2],
    take: [T; 2],
    shrink: T,
}

impl<T: Scalar> Update<T> {
    #[inline(always)]
    pub fn entry(self, g: T, w: &mut T, m: &mut T) {
        let c = self.keep[0] * *m + self.take[0] * g;
        // Of 0 it is 0, and of NaN it is NaN: a broken number shows.
        let down = if c < T::zero() { -self.rate } else { c };
        let way = if c > T::zero() { self.rate } else { down };
        *w = self.shrink * *w - way;
        *m = self.keep[1] * *m + self.take[1] * g;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimizer::testing::{Net, check, check_memory, start};

    // Many steps, since the mean shows in the weights by its sign alone.
    #[test]
    fn computes_its_formula() {
        check(Lion::new(0.1), 50, |g, w, [m, _]| {
            *w -= 0.1 * (0.9 * *m + 0.1 * g).signum();
            *m = 0.99 * *m + 0.01 * g;
        });
        check(Lion::new(0.1).betas(0.3, 0.6).weight_decay(0.2).decay_all(), 50, |g, w, [m, _]| {
            *w -= 0.1 * ((0.3 * *m + 0.7 * g).signum() + 0.2 * *w);
            *m = 0.6 * *m + 0.4 * g;
        });
    }

    #[test]
    fn a_broken_gradient_shows() {
        let (mut net, mut gradient, mut lion) = (start(), Net::zeros(), Lion::new(0.1));
        gradient.affine1.bias[0] = f64::NAN;
        net.step(&gradient, &mut lion);
        assert!(net.affine1.bias[0].is_nan() && net.affine1.weight.iter().all(|w| w.is_finite()));
    }

    #[test]
    fn remembers_what_is_trained() {
        check_memory(Lion::new(0.1).weight_decay(0.1), |lion| &mut lion.state);
    }

    #[test]
    fn a_weight_without_a_gradient_decays_and_a_bias_does_not() {
        let (start, mut net, mut lion) = (start(), start(), Lion::new(0.1).weight_decay(0.5));
        net.step(&Net::zeros(), &mut lion);
        assert_eq!(net.affine1.weight, start.affine1.weight * 0.95);
        assert_eq!(net.affine1.bias, start.affine1.bias);
    }
}
