mod target;
#[cfg(test)]
mod tests;

use target::Target;

use super::entries::Reduction;
use crate::layers::{exponentials, largest, sum};
use crate::math::{exp, ln};
use crate::outputs::or_one;
use crate::{Class, Kind, Loss, Message, Rule, Scalar, Shape};

/// [`SoftmaxWithLoss`](crate::SoftmaxWithLoss) with settings: PyTorch's `CrossEntropyLoss`.
///
/// With `p = softmax(y)`, targets `t` over `C` classes, class weights `w` and a label smoothing `ε`, a sample's loss is
/// `l = -Σᵢ qᵢ ln pᵢ` with `qᵢ = wᵢ ((1 - ε) tᵢ + ε/C)`.
///
/// - Of `N` targets that are a [`Class`], the loss is `Σ l / Σ w` over the batch, where `w` is the weight of each
///   sample's class; that is the mean, where no weights are given.
/// - Of `N` targets that are columns of probabilities, it is `Σ l / N`.
/// - With [`sum`](CrossEntropy::sum), it is `Σ l`.
///
/// Backward: `dyᵢ = pᵢ Σⱼ qⱼ - qᵢ`, divided as the loss is.
///
/// All that is as in PyTorch, but for a batch whose classes all weigh 0: its loss is `Σ l` here, which is 0 without smoothing,
/// and NaN there.
/// Label smoothing is from Szegedy et al. 2016, "Rethinking the Inception Architecture", section 7. The logarithm is
/// never taken of a probability, as in `SoftmaxWithLoss`.
///
/// ```
/// use plies::{Affine, Class, CrossEntropy, Network, network};
///
/// network! {
///     struct Net(x: [2]) -> [3] {
///         affine1: Affine::to(3),
///         loss: CrossEntropy::new().label_smoothing(0.1).class_weights(&[1.0, 1.0, 5.0]),
///     }
/// }
/// let (net, mut workspace) = (Net::<f64>::zeros(), Net::workspace::<1>());
/// let label = Class::<3>::new(2).unwrap();
/// let q = 0.9 * 5.0 + 0.1 / 3.0 * (1.0 + 1.0 + 5.0);
/// let loss = net.loss(&[[1.0, 2.0]], &[label], &mut workspace);
/// assert!((loss - q * 3.0_f64.ln() / 5.0).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CrossEntropy {
    smoothing: f64,
    /// None, or one for each class.
    weights: &'static [f64],
    reduction: Reduction,
}

impl CrossEntropy {
    /// The same as [`SoftmaxWithLoss`](crate::SoftmaxWithLoss).
    #[allow(clippy::new_without_default, reason = "a loss is a constant, and no default is one")]
    pub const fn new() -> Self {
        CrossEntropy { smoothing: 0.0, weights: &[], reduction: Reduction::Mean }
    }

    /// Takes a share of each target, and spreads it over all classes evenly. From 0, the default, to 1.
    pub const fn label_smoothing(mut self, share: f64) -> Self {
        self.smoothing = share;
        self
    }

    /// How much each class counts, in order, where some are rare. They need not sum to anything.
    pub const fn class_weights(mut self, weights: &'static [f64]) -> Self {
        self.weights = weights;
        self
    }

    /// The sum over the batch, not its mean.
    pub const fn sum(mut self) -> Self {
        self.reduction = Reduction::Sum;
        self
    }

    /// A vector with an entry for each class.
    pub const fn loss_rule(self, output: Shape) -> Rule {
        let (classes, weights) = (output.len(), self.weights.len());
        Rule::takes([output])
            .kind(Kind::LossOfLogits)
            .require(
                output.rank() == 1 && classes > 1,
                Message::new("takes a vector with an entry for each of two or more classes"),
                Message::new("let the network give `[classes]`, or name another loss"),
            )
            .require(
                weights == 0 || weights == classes,
                Message::new("has ").count(weights, "class weight"),
                Message::new("write ").count(classes, "class weight").text(", or none"),
            )
            .require(
                all_weigh(self.weights),
                Message::new("has a class weight that is negative or not finite"),
                Message::new("a class that does not count weighs 0, any other more"),
            )
            .require(
                self.smoothing >= 0.0 && self.smoothing <= 1.0,
                Message::new("has a label smoothing outside of 0 to 1"),
                Message::new("write which share of a target goes to all classes, such as `0.1`"),
            )
    }

    #[inline]
    fn weight<T: Scalar>(self, class: usize) -> T {
        if class < self.weights.len() { T::of(self.weights[class]) } else { T::one() }
    }
}

const fn all_weigh(weights: &[f64]) -> bool {
    let mut i = 0;
    while i < weights.len() {
        if !(weights[i] >= 0.0 && weights[i].is_finite()) {
            return false;
        }
        i += 1;
    }
    true
}

impl CrossEntropy {
    #[inline]
    fn divide_by<T: Scalar, const C: usize>(self, targets: &[impl Target<T, C>]) -> T {
        match self.reduction {
            Reduction::Mean => Target::count(self, targets),
            Reduction::Sum => T::one(),
        }
    }

    /// `q` of one class. In a network the loss is a constant, and what it does not ask for is not computed.
    #[inline]
    fn share<T: Scalar, const C: usize>(self, target: &impl Target<T, C>, class: usize) -> T {
        let smoothed = target.probability(class) * T::of(1.0 - self.smoothing);
        self.weight::<T>(class) * (smoothed + T::of(self.smoothing / C as f64))
    }

    /// `l`, and `Σ q`. What does not count is left out, even where its logarithm is infinite.
    #[inline]
    fn sample<T: Scalar, const C: usize>(
        self,
        y: &[T; C],
        target: &impl Target<T, C>,
        largest: T,
        logarithm: T,
    ) -> [T; 2] {
        let (mut loss, mut total) = (T::zero(), T::zero());
        for i in 0..C {
            let q = self.share(target, i);
            if q != T::zero() {
                // Differences come first: a large logit would swallow the logarithm.
                loss += q * (largest - y[i] + logarithm);
                total += q;
            }
        }
        [loss, total]
    }

    #[inline]
    fn total<T: Scalar, const C: usize>(self, y: &[[T; C]], targets: &[impl Target<T, C>]) -> T {
        let mut loss = T::zero();
        for (y, target) in y.iter().zip(targets) {
            let largest = largest(y);
            let sum = sum(C, |i| exp(y[i] - largest));
            loss += self.sample(y, target, largest, ln(sum))[0];
        }
        loss / or_one(self.divide_by(targets))
    }

    #[inline]
    fn total_and_gradient<T: Scalar, const C: usize>(
        self,
        y: &[[T; C]],
        targets: &[impl Target<T, C>],
        dy: &mut [[T; C]],
    ) -> T {
        let (mut loss, share) = (T::zero(), T::one() / or_one(self.divide_by(targets)));
        exponentials(y, dy);
        for ((y, target), dy) in y.iter().zip(targets).zip(dy) {
            let sum = sum(C, |i| dy[i]);
            let [value, total] = self.sample(y, target, largest(y), ln(sum));
            loss += value;
            let factor = total / sum;
            for i in 0..C {
                dy[i] = (dy[i] * factor - self.share(target, i)) * share;
            }
        }
        loss * share
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const C: usize> Loss<[T; C], Class<C>> for CrossEntropy {
    #[inline]
    fn loss(self, y: &[[T; C]], targets: &[Class<C>]) -> T {
        self.total(y, targets)
    }

    #[inline]
    fn loss_and_gradient(self, y: &[[T; C]], targets: &[Class<C>], dy: &mut [[T; C]]) -> T {
        self.total_and_gradient(y, targets, dy)
    }

    #[inline]
    fn divisor(self, targets: &[Class<C>]) -> T {
        self.divide_by::<T, C>(targets)
    }

    #[inline]
    fn is_sum(self) -> bool {
        matches!(self.reduction, Reduction::Sum)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const C: usize> Loss<[T; C], [T; C]> for CrossEntropy {
    #[inline]
    fn loss(self, y: &[[T; C]], targets: &[[T; C]]) -> T {
        self.total(y, targets)
    }

    #[inline]
    fn loss_and_gradient(self, y: &[[T; C]], targets: &[[T; C]], dy: &mut [[T; C]]) -> T {
        self.total_and_gradient(y, targets, dy)
    }

    #[inline]
    fn divisor(self, targets: &[[T; C]]) -> T {
        self.divide_by::<T, C>(targets)
    }

    #[inline]
    fn is_sum(self) -> bool {
        matches!(self.reduction, Reduction::Sum)
    }
}
