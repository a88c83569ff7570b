use super::decay::Decay;
use super::settings::not_negative;
use super::{State, Updates};
use crate::{Network, Optimizer, Scalar};

/// AdaGrad (the book's section 6.1.5; Duchi, Hazan and Singer 2011): `s += g²`,
/// `w -= learning_rate g / (√s + epsilon)`. Weights that moved much move less from then on.
///
/// With [`weight_decay`](AdaGrad::weight_decay), `g + weight_decay w` takes the place of `g`.
///
/// That is PyTorch's `Adagrad`, without its `lr_decay`, which is a [`Schedule`](crate::Schedule). The book's epsilon is 10⁻⁷.
///
/// ```
/// use plies::{AdaGrad, Affine, MeanSquaredError, Network, network};
///
/// network! {
///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
/// }
/// let (mut line, mut gradient, mut tape) = (Line::<f32>::zeros(), Line::zeros(), Line::tape::<2>());
/// let mut ada_grad = AdaGrad::new(1.0);
/// for _ in 0..500 {
///     line.gradient(&[[1.0], [2.0]], &[[3.0], [5.0]], &mut gradient, &mut tape);
///     line.step(&gradient, &mut ada_grad);
/// }
/// assert!((line.affine1.weight[0] - 2.0).abs() < 1e-2 && (line.affine1.bias[0] - 1.0).abs() < 1e-2);
/// ```
#[derive(Debug)]
pub struct AdaGrad<N: Network> {
    /// How far a first step goes. PyTorch's default is 0.01.
    pub learning_rate: f64,
    /// The sum of the squared gradients of each weight.
    pub state: State<N, 1>,
    epsilon: f64,
    decay: Decay,
}

impl<N: Network> AdaGrad<N> {
    /// AdaGrad with an epsilon of 10⁻¹⁰. Memory for what it remembers is allocated here.
    ///
    /// # Panics
    /// If the learning rate is negative or NaN.
    #[track_caller]
    pub fn new(learning_rate: f64) -> Self {
        let learning_rate = not_negative("a learning rate", learning_rate);
        AdaGrad { learning_rate, state: State::new(["sum"]), epsilon: 1e-10, decay: Decay::of(0.0) }
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

impl<N: Network> Optimizer<N> for AdaGrad<N> {
    #[inline]
    fn step(&mut self, network: &mut N, gradient: &N) {
        self.state.steps += 1;
        let [s] = &mut self.state.moments;
        let [rate, epsilon] = [self.learning_rate, self.epsilon].map(N::Scalar::of);
        N::each_trained([gradient], [network, s], |entry, [g], [w, s]| {
            let decay = N::Scalar::of(self.decay.at(&entry));
            N::Scalar::ada_grad(Update { rate, epsilon, decay }, g, w, s);
        });
    }

    #[inline]
    fn learning_rate_mut(&mut self) -> &mut f64 {
        &mut self.learning_rate
    }
}

#[cfg(feature = "weights")]
super::resumable::resumable!(AdaGrad, |ada_grad| [("epsilon", ada_grad.epsilon)]);

impl<N: Network> Clone for AdaGrad<N> {
    fn clone(&self) -> Self {
        AdaGrad { state: self.state.clone(), ..*self }
    }
}

/// A step of one weight.
#[derive(Clone, Copy)]
pub struct Update<T> {
    rate: T,
    epsilon: T,
    decay: T,
}

impl<T: Scalar> Update<T> {
    #[inline(always)]
    pub fn entry(self, g: T, w: &mut T, s: &mut T) {
        let g = g + self.decay * *w;
        *s += g * g;
        *w -= self.rate * g / (s.sqrt() + self.epsilon);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimizer::testing::{check, check_memory};

    #[test]
    fn computes_its_formula() {
        check(AdaGrad::new(0.1), 3, |g, w, [s, _]| {
            *s += g * g;
            *w -= 0.1 * g / (s.sqrt() + 1e-10);
        });
        check(AdaGrad::new(0.1).epsilon(0.5).weight_decay(0.3).decay_all(), 3, |g, w, [s, _]| {
            let g = g + 0.3 * *w;
            *s += g * g;
            *w -= 0.1 * g / (s.sqrt() + 0.5);
        });
    }

    #[test]
    fn remembers_what_is_trained() {
        check_memory(AdaGrad::new(0.1).weight_decay(0.1), |ada_grad| &mut ada_grad.state);
    }
}
