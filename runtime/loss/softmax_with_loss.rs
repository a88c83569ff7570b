use crate::layers::{Exponentials, exponentials};
use crate::{Class, Loss, Message, Rule, Scalar, Shape};

/// The cross-entropy of the softmax (the book's section 5.6.3), averaged over the batch:
/// `L = -Σᵢ tᵢ ln pᵢ` with `p = softmax(y)`.
///
/// Backward: `dyᵢ = (pᵢ Σⱼ tⱼ - tᵢ) / N` for a batch of `N`, which is `(p - t) / N` where the targets sum to 1.
///
/// A target is a [`Class`], or a column of probabilities, such as a one-hot vector.
///
/// The book takes `ln(p + 10⁻⁷)`, which is never above 16.1 and flattens the loss where the network is most wrong. Here
/// the logarithm is never taken of a probability: with `m = max y`, `ln pᵢ = yᵢ - m - ln Σⱼ exp(yⱼ - m)`. That is finite
/// and exact for any finite logits.
///
/// ```
/// use plies::{Affine, Class, Network, SoftmaxWithLoss, network};
///
/// network! {
///     struct Net(x: [2]) -> [3] { affine1: Affine::to(3), loss: SoftmaxWithLoss }
/// }
/// let (net, mut workspace) = (Net::<f64>::zeros(), Net::workspace::<1>());
/// let label = Class::<3>::new(1).unwrap();
/// assert_eq!(net.loss(&[[1.0, 2.0]], &[label], &mut workspace), 3.0_f64.ln());
/// assert_eq!(net.loss(&[[1.0, 2.0]], &[[0.0, 1.0, 0.0]], &mut workspace), 3.0_f64.ln());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SoftmaxWithLoss;

impl SoftmaxWithLoss {
    /// A vector with an entry for each class.
    pub const fn loss_rule(self, output: Shape) -> Rule {
        Rule::takes([output]).require(
            output.rank() == 1 && output.len() > 1,
            Message::new("takes a vector with an entry for each of two or more classes"),
            Message::new("let the network give `[classes]`, or name another loss"),
        )
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const N: usize> Loss<[T; N], Class<N>> for SoftmaxWithLoss {
    #[inline]
    fn loss(self, y: &[[T; N]], targets: &[Class<N>]) -> T {
        let mut sum = T::zero();
        for (y, target) in y.iter().zip(targets) {
            let found = exponentials(y, &mut [T::zero(); N]);
            sum += found.sum.ln() - (y[target.label()] - found.largest);
        }
        sum / T::of(y.len() as f64)
    }

    #[inline]
    fn loss_and_gradient(self, y: &[[T; N]], targets: &[Class<N>], dy: &mut [[T; N]]) -> T {
        let share = T::one() / T::of(y.len() as f64);
        let mut sum = T::zero();
        for ((y, target), dy) in y.iter().zip(targets).zip(dy) {
            let found = exponentials(y, dy);
            sum += found.sum.ln() - (y[target.label()] - found.largest);
            let factor = share / found.sum;
            for dy in dy.iter_mut() {
                *dy *= factor;
            }
            dy[target.label()] -= share;
        }
        sum * share
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const N: usize> Loss<[T; N], [T; N]> for SoftmaxWithLoss {
    #[inline]
    fn loss(self, y: &[[T; N]], targets: &[[T; N]]) -> T {
        let mut sum = T::zero();
        for (y, t) in y.iter().zip(targets) {
            let found = exponentials(y, &mut [T::zero(); N]);
            sum += cross_entropy(y, t, found);
        }
        sum / T::of(y.len() as f64)
    }

    #[inline]
    fn loss_and_gradient(self, y: &[[T; N]], targets: &[[T; N]], dy: &mut [[T; N]]) -> T {
        let share = T::one() / T::of(y.len() as f64);
        let mut sum = T::zero();
        for ((y, t), dy) in y.iter().zip(targets).zip(dy) {
            let found = exponentials(y, dy);
            let inverse = T::one() / found.sum;
            sum += cross_entropy(y, t, found);
            let mut weight = T::zero();
            for t in t {
                weight += *t;
            }
            for i in 0..N {
                dy[i] = (dy[i] * inverse * weight - t[i]) * share;
            }
        }
        sum * share
    }
}

/// `-Σᵢ tᵢ ln pᵢ` of one sample. Differences first: a large logit would swallow the logarithm.
#[inline]
fn cross_entropy<T: Scalar, const N: usize>(y: &[T; N], t: &[T; N], found: Exponentials<T>) -> T {
    let (mut sum, logarithm) = (T::zero(), found.sum.ln());
    for i in 0..N {
        sum += t[i] * (found.largest - y[i] + logarithm);
    }
    sum
}
