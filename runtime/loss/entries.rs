//! What the losses that compare entry by entry share.

use crate::{Scalar, layers};

/// What becomes of the losses of all samples.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reduction {
    Mean,
    Sum,
}

impl Reduction {
    /// What the sum is divided by, where a mean is over so many.
    #[inline]
    pub fn divisor<T: Scalar>(self, count: usize) -> T {
        match self {
            Reduction::Mean => T::of(count as f64),
            Reduction::Sum => T::one(),
        }
    }
}

/// The sum of the losses of all entries.
#[inline]
pub(super) fn sum<T: Scalar, const F: usize>(
    y: &[[T; F]],
    targets: &[[T; F]],
    loss: impl Fn(T, T) -> T,
) -> T {
    let (y, t) = (y.as_flattened(), targets.as_flattened());
    let count = y.len().min(t.len());
    let (y, t) = (&y[..count], &t[..count]);
    layers::sum(count, |i| loss(y[i], t[i]))
}

/// The same, where `loss` gives its derivative for `y`, too: that, times `share`, goes to `dy`.
#[inline]
pub(super) fn sum_and_gradient<T: Scalar, const F: usize>(
    y: &[[T; F]],
    targets: &[[T; F]],
    dy: &mut [[T; F]],
    share: T,
    loss: impl Fn(T, T) -> [T; 2],
) -> T {
    let (y, t, dy) = (y.as_flattened(), targets.as_flattened(), dy.as_flattened_mut());
    let count = y.len().min(t.len()).min(dy.len());
    let (y, t, dy) = (&y[..count], &t[..count], &mut dy[..count]);
    layers::sum(count, |i| {
        let [value, slope] = loss(y[i], t[i]);
        dy[i] = slope * share;
        value
    })
}

/// What the tests of losses share.
#[cfg(test)]
pub(super) mod testing {
    use crate::testing::{assert_right, reals};
    use crate::{Loss, Network, gradient_check};

    /// Checks the gradient of a network of 3 inputs and 4 outputs, which has a loss, against central differences; and that
    /// the loss is the same with and without a gradient, and for several batches one after the other.
    #[track_caller]
    pub fn goes_back_right<P>(target: impl Fn([f64; 4]) -> [f64; 4])
    where
        P: Network<Scalar = f64, In = [f64; 3], Out = [f64; 4], Loss: Loss<[f64; 4], [f64; 4]>>,
    {
        for samples in [1, 5] {
            let (x, mut t, net) = (reals::<3>(1, samples), reals::<4>(2, samples), P::new(1));
            t.iter_mut().for_each(|t| *t = target(*t));
            assert_right::<P>(gradient_check(&*net, &x, &t, &mut P::tape::<5>()));
            let loss = net.gradient(&x, &t, &mut P::zeros(), &mut P::tape::<5>());
            assert!((net.loss(&x, &t, &mut P::workspace::<5>()) - loss).abs() < 1e-14 * loss.abs());
            assert!((net.loss(&x, &t, &mut P::workspace::<2>()) - loss).abs() < 1e-14 * loss.abs());
        }
    }
}
