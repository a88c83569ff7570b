use crate::layers::{exponentials, largest, sum};
use crate::math::{exp, ln};
use crate::{Class, Kind, Loss, Message, Rule, Scalar, Shape};

/// The cross-entropy of the softmax (the book's section 5.6.3), averaged over the batch:
/// `L = -Σᵢ tᵢ ln pᵢ` with `p = softmax(y)`.
///
/// Backward: `dyᵢ = (pᵢ Σⱼ tⱼ - tᵢ) / N` for a batch of `N`, which is `(p - t) / N` where the targets sum to 1.
///
/// A target is a [`Class`], or a column of probabilities, such as a one-hot vector.
///
/// The book takes `ln(p + 10⁻⁷)`, which is never above 16.1 and flattens the loss where the network is most wrong. Here
/// the logarithm is never taken of a probability: with `m = max y`, `ln pᵢ = yᵢ - m - ln Σⱼ exp(yⱼ - m)`. That is finite
/// and right for any logits whose differences are finite.
///
/// ```
/// use plies::{Affine, Class, Network, SoftmaxWithLoss, math, network};
///
/// network! {
///     struct Net(x: [2]) -> [3] { affine1: Affine::to(3), loss: SoftmaxWithLoss }
/// }
/// let (net, mut workspace) = (Net::<f64>::zeros(), Net::workspace::<1>());
/// let label = Class::<3>::new(1).unwrap();
/// assert_eq!(net.loss(&[[1.0, 2.0]], &[label], &mut workspace), math::ln(3.0));
/// assert_eq!(net.loss(&[[1.0, 2.0]], &[[0.0, 1.0, 0.0]], &mut workspace), math::ln(3.0));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SoftmaxWithLoss;

impl SoftmaxWithLoss {
    /// A vector with an entry for each class.
    pub const fn loss_rule(self, output: Shape) -> Rule {
        Rule::takes([output]).kind(Kind::LossOfLogits).require(
            output.rank() == 1 && output.len() > 1,
            Message::new("takes a vector with an entry for each of two or more classes"),
            Message::new("let the network give `[classes]`, or name another loss"),
        )
    }
}

/// How a target weighs the classes.
trait Weights<T, const N: usize> {
    /// `-Σᵢ tᵢ ln pᵢ` of one sample, where `ln pᵢ = yᵢ - largest - logarithm`.
    ///
    /// Differences come first: a large logit would swallow the logarithm. What weighs nothing counts nothing, even where
    /// its logarithm is infinite.
    fn cross_entropy(&self, y: &[T; N], largest: T, logarithm: T) -> T;
    /// From `dy = p` to `dy = p Σⱼ tⱼ - t`.
    fn subtract_from(&self, dy: &mut [T; N]);
}

impl<T: Scalar, const N: usize> Weights<T, N> for Class<N> {
    #[inline]
    fn cross_entropy(&self, y: &[T; N], largest: T, logarithm: T) -> T {
        largest - y[self.label()] + logarithm
    }

    #[inline]
    fn subtract_from(&self, dy: &mut [T; N]) {
        dy[self.label()] -= T::one();
    }
}

impl<T: Scalar, const N: usize> Weights<T, N> for [T; N] {
    #[inline]
    fn cross_entropy(&self, y: &[T; N], largest: T, logarithm: T) -> T {
        let mut sum = T::zero();
        for i in 0..N {
            if self[i] != T::zero() {
                sum += self[i] * (largest - y[i] + logarithm);
            }
        }
        sum
    }

    #[inline]
    fn subtract_from(&self, dy: &mut [T; N]) {
        let mut total = T::zero();
        for weight in self {
            total += *weight;
        }
        for i in 0..N {
            dy[i] = dy[i] * total - self[i];
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const N: usize> Loss<[T; N], Class<N>> for SoftmaxWithLoss {
    #[inline]
    fn loss(self, y: &[[T; N]], targets: &[Class<N>]) -> T {
        mean_loss(y, targets)
    }

    #[inline]
    fn loss_and_gradient(self, y: &[[T; N]], targets: &[Class<N>], dy: &mut [[T; N]]) -> T {
        mean_loss_and_gradient(y, targets, dy)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const N: usize> Loss<[T; N], [T; N]> for SoftmaxWithLoss {
    #[inline]
    fn loss(self, y: &[[T; N]], targets: &[[T; N]]) -> T {
        mean_loss(y, targets)
    }

    #[inline]
    fn loss_and_gradient(self, y: &[[T; N]], targets: &[[T; N]], dy: &mut [[T; N]]) -> T {
        mean_loss_and_gradient(y, targets, dy)
    }
}

#[inline]
fn mean_loss<T: Scalar, const N: usize>(y: &[[T; N]], targets: &[impl Weights<T, N>]) -> T {
    let mut loss = T::zero();
    for (y, target) in y.iter().zip(targets) {
        let largest = largest(y);
        let sum = sum(N, |i| exp(y[i] - largest));
        loss += target.cross_entropy(y, largest, ln(sum));
    }
    loss / T::of(y.len() as f64)
}

#[inline]
fn mean_loss_and_gradient<T: Scalar, const N: usize>(
    y: &[[T; N]],
    targets: &[impl Weights<T, N>],
    dy: &mut [[T; N]],
) -> T {
    let (mut loss, share) = (T::zero(), T::one() / T::of(y.len() as f64));
    exponentials(y, dy);
    for ((y, target), dy) in y.iter().zip(targets).zip(dy) {
        let sum = sum(N, |i| dy[i]);
        loss += target.cross_entropy(y, largest(y), ln(sum));
        let inverse = T::one() / sum;
        for dy in dy.iter_mut() {
            *dy *= inverse;
        }
        target.subtract_from(dy);
        for dy in dy {
            *dy *= share;
        }
    }
    loss * share
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_right, reals};
    use crate::{Affine, Network, gradient_check, network};

    network! { struct Two(x: [3]) -> [2] { affine1: Affine::to(2), loss: SoftmaxWithLoss } }
    network! { struct Seven(x: [5]) -> [7] { affine1: Affine::to(7), loss: SoftmaxWithLoss } }

    fn class<const N: usize>(label: usize) -> Class<N> {
        Class::new(label).unwrap()
    }

    fn one_hot<const N: usize>(class: Class<N>) -> [f64; N] {
        std::array::from_fn(|i| if i == class.label() { 1.0 } else { 0.0 })
    }

    fn loss<T: Scalar, Target, const N: usize>(y: &[[T; N]], targets: &[Target]) -> T
    where
        SoftmaxWithLoss: Loss<[T; N], Target>,
    {
        Loss::<[T; N], Target>::loss(SoftmaxWithLoss, y, targets)
    }

    fn loss_and_gradient<T: Scalar, Target, const N: usize>(
        y: &[[T; N]],
        targets: &[Target],
        dy: &mut [[T; N]],
    ) -> T
    where
        SoftmaxWithLoss: Loss<[T; N], Target>,
    {
        Loss::<[T; N], Target>::loss_and_gradient(SoftmaxWithLoss, y, targets, dy)
    }

    #[test]
    fn goes_back_right() {
        for samples in [1, 4] {
            let (x, labels) = (reals::<3>(1, samples), vec![class::<2>(1); samples]);
            assert_right::<Two>(gradient_check(&*Two::new(1), &x, &labels, &mut Two::tape::<4>()));
            let x = reals::<5>(1, samples);
            let labels: Vec<Class<7>> = (0..samples).map(class).collect();
            assert_right::<Seven>(gradient_check(&*Seven::new(1), &x, &labels, &mut Seven::tape::<4>()));
            // Columns that need not be probabilities.
            let columns = reals::<7>(2, samples);
            assert_right::<Seven>(gradient_check(&*Seven::new(1), &x, &columns, &mut Seven::tape::<4>()));
        }
    }

    #[test]
    fn is_the_logarithm_of_the_softmax() {
        let (y, labels) = (reals::<5>(3, 4), [2, 0, 4, 1].map(class::<5>));
        let mut expected = 0.0;
        for (y, label) in y.iter().zip(labels) {
            let sum: f64 = y.iter().map(|y| y.exp()).sum();
            expected -= (y[label.label()].exp() / sum).ln() / 4.0;
        }
        assert!((loss(&y, &labels) - expected).abs() < 1e-14);
    }

    #[test]
    fn a_label_is_a_one_hot_column() {
        let (y, labels) = (reals::<5>(3, 4), [2, 0, 4, 1].map(class::<5>));
        let (mut a, mut b) = ([[0.0; 5]; 4], [[0.0; 5]; 4]);
        let from_labels = loss_and_gradient(&y, &labels, &mut a);
        let from_columns = loss_and_gradient(&y, &labels.map(one_hot), &mut b);
        assert!((from_labels - from_columns).abs() < 1e-15);
        assert!(a.as_flattened().iter().zip(b.as_flattened()).all(|(a, b)| (a - b).abs() < 1e-16));
        assert!((from_labels - loss(&y, &labels)).abs() < 1e-15);
        assert!((from_columns - loss(&y, &labels.map(one_hot))).abs() < 1e-15);
    }

    #[test]
    fn any_finite_logits_give_a_finite_and_right_loss() {
        let (y, labels) = ([[1e4_f32, -1e4], [-1e4, 1e4], [1e4, 1e4]], [0, 0, 1].map(class::<2>));
        let mut dy = [[f32::NAN; 2]; 3];
        // The losses are 0, 20000 and ln 2.
        assert_eq!(loss_and_gradient(&y, &labels, &mut dy), (2e4 + 2.0_f32.ln()) / 3.0);
        let third = 1.0 / 3.0;
        assert_eq!(dy, [[0.0, 0.0], [-third, third], [third / 2.0, third / 2.0 - third]]);
        let columns = [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]];
        assert_eq!(loss_and_gradient(&y, &columns, &mut dy), (2e4 + 2.0_f32.ln()) / 3.0);
        assert!(dy.as_flattened().iter().all(|dy| dy.is_finite()));
    }

    #[test]
    fn a_class_that_is_ruled_out_counts_nothing() {
        let y = [[0.0, f64::NEG_INFINITY, 0.0]];
        let (mut a, mut b) = ([[0.0; 3]], [[0.0; 3]]);
        let from_label = loss_and_gradient(&y, &[class::<3>(0)], &mut a);
        let from_column = loss_and_gradient(&y, &[[1.0, 0.0, 0.0]], &mut b);
        assert_eq!((from_label, from_column), (2.0_f64.ln(), 2.0_f64.ln()));
        assert_eq!((a, b), ([[-0.5, 0.0, 0.5]], [[-0.5, 0.0, 0.5]]));
    }
}
