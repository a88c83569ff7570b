use super::decay::Decay;
use super::settings::{not_negative, share};
use super::{State, Updates};
use crate::{Network, Optimizer, Scalar};

/// RMSProp (Tieleman and Hinton 2012, lecture 6.5 of "Neural Networks for Machine Learning"):
/// `s = alpha s + (1 - alpha) g²`, `w -= learning_rate g / (√s + epsilon)`. AdaGrad that forgets.
///
/// With [`weight_decay`](RmsProp::weight_decay), `g + weight_decay w` takes the place of `g`.
///
/// That is PyTorch's `RMSprop`, without its momentum and its centred form.
///
/// ```
/// use plies::{Affine, MeanSquaredError, Network, RmsProp, network};
///
/// network! {
///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
/// }
/// let (mut line, mut gradient, mut tape) = (Line::<f32>::zeros(), Line::zeros(), Line::tape::<2>());
/// let mut rms_prop = RmsProp::new(0.01);
/// for _ in 0..1000 {
///     line.gradient(&[[1.0], [2.0]], &[[3.0], [5.0]], &mut gradient, &mut tape);
///     line.step(&gradient, &mut rms_prop);
/// }
/// assert!((line.affine1.weight[0] - 2.0).abs() < 0.05 && (line.affine1.bias[0] - 1.0).abs() < 0.05);
/// ```
#[derive(Debug)]
pub struct RmsProp<N: Network> {
    /// About how far a step goes. PyTorch's default is 0.01.
    pub learning_rate: f64,
    /// The mean square of the gradients of each weight.
    pub state: State<N, 1>,
    alpha: f64,
    epsilon: f64,
    decay: Decay,
}

impl<N: Network> RmsProp<N> {
    /// RMSProp with an alpha of 0.99 and an epsilon of 10⁻⁸. Memory for what it remembers is allocated here.
    ///
    /// # Panics
    /// If the learning rate is negative or NaN.
    #[track_caller]
    pub fn new(learning_rate: f64) -> Self {
        let learning_rate = not_negative("a learning rate", learning_rate);
        let (state, decay) = (State::new(["square_avg"]), Decay::of(0.0));
        RmsProp { learning_rate, state, alpha: 0.99, epsilon: 1e-8, decay }
    }

    /// Which share of the mean square is kept.
    ///
    /// # Panics
    /// If it is not at least 0 and below 1.
    #[track_caller]
    pub fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = share("alpha", alpha);
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

impl<N: Network> Optimizer<N> for RmsProp<N> {
    #[inline]
    fn step(&mut self, network: &mut N, gradient: &N) {
        self.state.steps += 1;
        let [s] = &mut self.state.moments;
        let settings = [self.learning_rate, self.alpha, 1.0 - self.alpha, self.epsilon];
        let [rate, keep, take, epsilon] = settings.map(N::Scalar::of);
        N::each_trained([gradient], [network, s], |entry, [g], [w, s]| {
            let decay = N::Scalar::of(self.decay.at(&entry));
            N::Scalar::rms_prop(Update { rate, keep, take, epsilon, decay }, g, w, s);
        });
    }

    #[inline]
    fn learning_rate_mut(&mut self) -> &mut f64 {
        &mut self.learning_rate
    }
}

#[cfg(feature = "weights")]
super::resumable::resumable!(RmsProp, |rms_prop| [("alpha", rms_prop.alpha), ("epsilon", rms_prop.epsilon)]);

impl<N: Network> Clone for RmsProp<N> {
    fn clone(&self) -> Self {
        RmsProp { state: self.state.clone(), ..*self }
    }
}

/// A step of one weight.
#[derive(Clone, Copy)]
pub struct Update<T> {
    rate: T,
    keep: T,
    take: T,
    epsilon: T,
    decay: T,
}

impl<T: Scalar> Update<T> {
    #[inline(always)]
    pub fn entry(self, g: T, w: &mut T, s: &mut T) {
        let g = g + self.decay * *w;
        *s = self.keep * *s + self.take * (g * g);
        *w -= self.rate * g / (s.sqrt() + self.epsilon);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimizer::testing::{check, check_memory};

    #[test]
    fn computes_its_formula() {
        check(RmsProp::new(0.1), 3, |g, w, [s, _]| {
            *s = 0.99 * *s + 0.01 * g * g;
            *w -= 0.1 * g / (s.sqrt() + 1e-8);
        });
        check(RmsProp::new(0.1).alpha(0.5).epsilon(0.2).weight_decay(0.3).decay_all(), 3, |g, w, [s, _]| {
            let g = g + 0.3 * *w;
            *s = 0.5 * *s + 0.5 * g * g;
            *w -= 0.1 * g / (s.sqrt() + 0.2);
        });
    }

    #[test]
    fn remembers_what_is_trained() {
        check_memory(RmsProp::new(0.1).weight_decay(0.1), |rms_prop| &mut rms_prop.state);
    }
}
