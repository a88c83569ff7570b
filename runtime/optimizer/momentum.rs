use super::decay::Decay;
use super::settings::{not_negative, share};
use super::{State, Updates};
use crate::{Network, Optimizer, Scalar};

/// Descent with momentum (the book's section 6.1.4; Polyak 1964): `v = momentum v + g`, `w -= learning_rate v`.
///
/// With [`nesterov`](Momentum::nesterov), `w -= learning_rate (g + momentum v)` with the new `v` (Nesterov 1983, as in
/// Sutskever et al. 2013). With [`weight_decay`](Momentum::weight_decay), `g + weight_decay w` takes the place of `g`.
///
/// That is PyTorch's `SGD`. The book has `v = momentum v - learning_rate g`, `w += v`: the same steps, as long as the
/// learning rate stays. Where it changes, it changes the whole step here, and what is new of it there.
///
/// ```
/// use plies::{Affine, MeanSquaredError, Momentum, Network, network};
///
/// network! {
///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
/// }
/// let (mut line, mut gradient, mut tape) = (Line::<f32>::zeros(), Line::zeros(), Line::tape::<2>());
/// let mut momentum = Momentum::new(0.1, 0.9).nesterov();
/// for _ in 0..200 {
///     line.gradient(&[[1.0], [2.0]], &[[3.0], [5.0]], &mut gradient, &mut tape);
///     line.step(&gradient, &mut momentum);
/// }
/// assert!((line.affine1.weight[0] - 2.0).abs() < 1e-3 && (line.affine1.bias[0] - 1.0).abs() < 1e-3);
/// ```
#[derive(Debug)]
pub struct Momentum<N: Network> {
    /// How far a step goes along the velocity.
    pub learning_rate: f64,
    /// The velocity of each weight.
    pub state: State<N, 1>,
    momentum: f64,
    nesterov: bool,
    decay: Decay,
}

impl<N: Network> Momentum<N> {
    /// Descent that keeps a share `momentum` of its velocity, such as 0.9. Memory for it is allocated here.
    ///
    /// # Panics
    /// If the learning rate is negative or NaN, or the momentum is not at least 0 and below 1.
    #[track_caller]
    pub fn new(learning_rate: f64, momentum: f64) -> Self {
        let learning_rate = not_negative("a learning rate", learning_rate);
        let momentum = share("a momentum", momentum);
        let (state, decay) = (State::new(["momentum_buffer"]), Decay::of(0.0));
        Momentum { learning_rate, state, momentum, nesterov: false, decay }
    }

    /// Steps along the gradient and the velocity that follows.
    pub fn nesterov(mut self) -> Self {
        self.nesterov = true;
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

impl<N: Network> Optimizer<N> for Momentum<N> {
    #[inline]
    fn step(&mut self, network: &mut N, gradient: &N) {
        self.state.steps += 1;
        let [v] = &mut self.state.moments;
        let [rate, momentum] = [self.learning_rate, self.momentum].map(N::Scalar::of);
        N::each_trained([gradient], [network, v], |entry, [g], [w, v]| {
            let decay = N::Scalar::of(self.decay.at(&entry));
            N::Scalar::momentum(Update { rate, momentum, decay, nesterov: self.nesterov }, g, w, v);
        });
    }

    #[inline]
    fn learning_rate_mut(&mut self) -> &mut f64 {
        &mut self.learning_rate
    }
}

#[cfg(feature = "weights")]
super::resumable::resumable!(Momentum, |momentum| [
    ("momentum", momentum.momentum),
    ("nesterov", f64::from(momentum.nesterov))
]);

impl<N: Network> Clone for Momentum<N> {
    fn clone(&self) -> Self {
        Momentum { state: self.state.clone(), ..*self }
    }
}

/// A step of one weight.
#[derive(Clone, Copy)]
pub struct Update<T> {
    rate: T,
    momentum: T,
    decay: T,
    pub nesterov: bool,
}

impl<T: Scalar> Update<T> {
    #[inline(always)]
    pub fn entry(self, g: T, w: &mut T, v: &mut T) {
        *v = self.momentum * *v + (g + self.decay * *w);
        *w -= self.rate * *v;
    }

    #[inline(always)]
    pub fn nesterov(self, g: T, w: &mut T, v: &mut T) {
        let g = g + self.decay * *w;
        *v = self.momentum * *v + g;
        *w -= self.rate * (g + self.momentum * *v);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimizer::testing::{check, check_memory};

    #[test]
    fn computes_its_formula() {
        check(Momentum::new(0.1, 0.9), 3, |g, w, [v, _]| {
            *v = 0.9 * *v + g;
            *w -= 0.1 * *v;
        });
        check(Momentum::new(0.1, 0.9).nesterov().weight_decay(0.3).decay_all(), 3, |g, w, [v, _]| {
            let g = g + 0.3 * *w;
            *v = 0.9 * *v + g;
            *w -= 0.1 * (g + 0.9 * *v);
        });
    }

    #[test]
    fn the_form_of_the_book_takes_the_same_steps() {
        check(Momentum::new(0.1, 0.9), 5, |g, w, [v, _]| {
            *v = 0.9 * *v - 0.1 * g;
            *w += *v;
        });
    }

    #[test]
    fn remembers_what_is_trained() {
        check_memory(Momentum::new(0.1, 0.9).weight_decay(0.1), |momentum| &mut momentum.state);
    }
}
