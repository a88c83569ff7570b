use super::entries::Reduction;
use crate::layers::{exponentials, largest};
use crate::outputs::or_one;
use crate::{Class, Loss, Message, Rule, Scalar, Shape};

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

/// What a target says of the classes.
trait Target<T, const C: usize>: Sized {
    /// How probable a class is.
    fn probability(&self, class: usize) -> T;
    /// What a mean over targets divides by.
    fn count(loss: CrossEntropy, targets: &[Self]) -> T;
}

impl<T: Scalar, const C: usize> Target<T, C> for Class<C> {
    #[inline]
    fn probability(&self, class: usize) -> T {
        if class == self.label() { T::one() } else { T::zero() }
    }

    #[inline]
    fn count(loss: CrossEntropy, targets: &[Self]) -> T {
        if loss.weights.is_empty() {
            return T::of(targets.len() as f64);
        }
        let mut sum = T::zero();
        for target in targets {
            sum += loss.weight(target.label());
        }
        sum
    }
}

impl<T: Scalar, const C: usize> Target<T, C> for [T; C] {
    #[inline]
    fn probability(&self, class: usize) -> T {
        self[class]
    }

    #[inline]
    fn count(_: CrossEntropy, targets: &[Self]) -> T {
        T::of(targets.len() as f64)
    }
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
            let (largest, mut sum) = (largest(y), T::zero());
            for y in y {
                sum += (*y - largest).exp();
            }
            loss += self.sample(y, target, largest, sum.ln())[0];
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
        for ((y, target), dy) in y.iter().zip(targets).zip(dy) {
            let [largest, sum] = exponentials(y, dy);
            let [value, total] = self.sample(y, target, largest, sum.ln());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::entries::testing::goes_back_right;
    use crate::testing::{assert_right, reals};
    use crate::{Affine, Network, SoftmaxWithLoss, gradient_check, network};

    const WEIGHTS: [f64; 4] = [0.5, 2.0, 1.0, 0.0];

    network! { struct Plain(x: [3]) -> [4] { affine1: Affine::to(4), loss: CrossEntropy::new() } }
    network! {
        struct Smooth(x: [3]) -> [4] { affine1: Affine::to(4), loss: CrossEntropy::new().label_smoothing(0.2) }
    }
    network! {
        struct Weighted(x: [3]) -> [4] {
            affine1: Affine::to(4),
            loss: CrossEntropy::new().class_weights(&WEIGHTS),
        }
    }
    network! {
        struct Both(x: [3]) -> [4] {
            affine1: Affine::to(4),
            loss: CrossEntropy::new().class_weights(&WEIGHTS).label_smoothing(0.3),
        }
    }
    network! {
        struct Sum(x: [3]) -> [4] {
            affine1: Affine::to(4),
            loss: CrossEntropy::new().class_weights(&WEIGHTS).label_smoothing(0.3).sum(),
        }
    }

    fn labels(samples: usize) -> Vec<Class<4>> {
        (0..samples).map(|n| Class::new([1, 0, 3, 2, 1][n]).unwrap()).collect()
    }

    fn value<T: Scalar, Target>(loss: CrossEntropy, y: &[[T; 4]], targets: &[Target]) -> T
    where
        CrossEntropy: Loss<[T; 4], Target>,
    {
        Loss::<[T; 4], Target>::loss(loss, y, targets)
    }

    fn both<T: Scalar, L: Loss<[T; 4], Class<4>>>(
        loss: L,
        y: &[[T; 4]],
        labels: &[Class<4>],
        dy: &mut [[T; 4]],
    ) -> T {
        loss.loss_and_gradient(y, labels, dy)
    }

    #[track_caller]
    fn check<P>()
    where
        P: Network<Scalar = f64, In = [f64; 3], Out = [f64; 4]>,
        P::Loss: Loss<[f64; 4], Class<4>> + Loss<[f64; 4], [f64; 4]>,
    {
        goes_back_right::<P>(|t| t.map(f64::abs));
        for samples in [1, 5] {
            let (x, labels, net) = (reals::<3>(1, samples), labels(samples), P::new(1));
            assert_right::<P>(gradient_check(&*net, &x, &labels, &mut P::tape::<5>()));
            let loss = net.gradient(&x, &labels, &mut P::zeros(), &mut P::tape::<5>());
            // Several batches, of unlike weight.
            assert!((net.loss(&x, &labels, &mut P::workspace::<2>()) - loss).abs() < 1e-14);
        }
    }

    #[test]
    fn gradient_is_right() {
        check::<Plain<f64>>();
        check::<Smooth<f64>>();
        check::<Weighted<f64>>();
        check::<Both<f64>>();
        check::<Sum<f64>>();
    }

    #[test]
    fn without_settings_it_is_the_softmax_with_loss() {
        let (y, labels, mut a, mut b) = (reals::<4>(3, 5), labels(5), [[0.0_f64; 4]; 5], [[0.0; 4]; 5]);
        let plain = both(CrossEntropy::new(), &y, &labels, &mut a);
        assert!((plain - both(SoftmaxWithLoss, &y, &labels, &mut b)).abs() < 1e-15);
        assert!(a.as_flattened().iter().zip(b.as_flattened()).all(|(a, b)| (a - b).abs() < 1e-15));
    }

    #[test]
    fn agrees_with_the_formula_of_pytorch() {
        // nll_loss and the smoothing apart, as `cross_entropy_loss_label_smoothing` of ATen adds them
        let (y, labels, smoothing) = (reals::<4>(3, 5), labels(5), 0.3);
        let (mut nll, mut smooth, mut weight) = (0.0, 0.0, 0.0);
        for (y, label) in y.iter().zip(&labels) {
            let sum: f64 = y.iter().map(|y| y.exp()).sum();
            let log = y.map(|y| (y.exp() / sum).ln());
            nll -= WEIGHTS[label.label()] * log[label.label()];
            smooth -= log.iter().zip(WEIGHTS).map(|(log, weight)| log * weight).sum::<f64>();
            weight += WEIGHTS[label.label()];
        }
        let expected = (1.0 - smoothing) * nll / weight + smoothing / 4.0 * smooth / weight;
        let loss = CrossEntropy::new().class_weights(&WEIGHTS).label_smoothing(smoothing);
        assert!((value(loss, &y, &labels) - expected).abs() < 1e-14);
        assert!((value(loss.sum(), &y, &labels) - expected * weight).abs() < 1e-14);
    }

    #[test]
    fn any_finite_logits_give_a_finite_and_right_loss() {
        let (y, labels) = ([[1e4_f32, -1e4, 1e4, 0.0], [-1e4, 1e4, 0.0, 0.0]], labels(2));
        let mut dy = [[f32::NAN; 4]; 2];
        let loss = both(CrossEntropy::new().sum(), &y, &labels, &mut dy);
        assert_eq!((loss, dy), ((2e4 + 2.0_f32.ln()) + 2e4, [[0.5, -1.0, 0.5, 0.0], [-1.0, 1.0, 0.0, 0.0]]));
    }

    #[test]
    fn what_weighs_nothing_counts_nothing() {
        let (loss, three) = (CrossEntropy::new().class_weights(&WEIGHTS), Class::<4>::new(3).unwrap());
        let (y, mut dy) = ([[0.0, 1.0, 2.0, f64::NEG_INFINITY]; 2], [[f64::NAN; 4]; 2]);
        assert_eq!(both(loss, &y, &[three; 2], &mut dy), 0.0);
        assert_eq!((value(loss, &y, &[three; 2]), dy), (0.0, [[0.0; 4]; 2]));
    }

    /// Samples whose class weighs 0 count nothing, however they are divided into batches.
    #[test]
    fn a_class_of_weight_0_does_not_count() {
        let labels = [3, 1, 3, 0].map(|label| Class::<4>::new(label).unwrap());
        let (x, net) = (reals::<3>(1, 4), Weighted::<f64>::new(1));
        let whole = net.gradient(&x, &labels, &mut Weighted::zeros(), &mut Weighted::tape::<4>());
        assert!((net.loss(&x, &labels, &mut Weighted::workspace::<4>()) - whole).abs() < 1e-14);
        assert!((net.loss(&x, &labels, &mut Weighted::workspace::<1>()) - whole).abs() < 1e-14);
        assert_eq!(net.loss(&x[..1], &labels[..1], &mut Weighted::workspace::<1>()), 0.0);

        // Nor in a network of two outputs.
        network! {
            struct Two(x: [3]) -> (class: [4], other: [1]) {
                class: Affine::to(4),
                other: Affine::to(1) from x,
                loss: CrossEntropy::new().class_weights(&WEIGHTS) from class,
            }
        }
        let mut two = Two::<f64>::new(2);
        two.class = net.affine1.clone();
        let targets = labels.map(|label| (label, ()));
        let (mut of_one, mut of_two) = (Weighted::zeros(), Two::zeros());
        net.gradient(&x, &labels, &mut of_one, &mut Weighted::tape::<4>());
        let loss = two.gradient(&x, &targets, &mut of_two, &mut Two::tape::<4>());
        assert!((loss - whole).abs() < 1e-14);
        assert!((of_one.affine1.weight - of_two.class.weight).amax() < 1e-14);
    }
}
