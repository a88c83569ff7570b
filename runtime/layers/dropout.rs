use crate::{Backward, Forward, Inputs, Kind, Layer, Message, Rule, Scalar};

/// Drops entries at random while training, and enlarges the others, so that the sum stays alike; the identity when predicting
/// (Srivastava et al., 2014; the book's section 6.4.3).
///
/// While training, `y = x / (1 - rate)` with probability `1 - rate`, else 0. Backward, `dx = dy / (1 - rate)` where the entry
/// was kept, else 0.
///
/// The book multiplies by `1 - rate` when predicting; here predicting costs nothing.
///
/// What is dropped is drawn from the tape's generator: [`Tape::seed`](crate::Tape::seed) reproduces it.
///
/// ```
/// use plies::{Dropout, Network, network};
///
/// network! {
///     struct Net(x: [1000]) -> [1000] { dropout1: Dropout::new(0.25) }
/// }
/// let (net, mut tape) = (Net::<f32>::zeros(), Net::tape::<1>());
/// let dropped = net.forward(&[[3.0; 1000]], &mut tape).output()[0].iter().filter(|y| **y == 0.0).count();
/// assert!((200..300).contains(&dropped));
/// assert_eq!(net.predict_one(&[3.0; 1000], &mut Net::workspace::<1>()), [3.0; 1000]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Dropout {
    rate: f64,
}

impl Dropout {
    /// With the probability that an entry is dropped: from 0 (inclusive) to 1 (exclusive).
    pub const fn new(rate: f64) -> Self {
        Dropout { rate }
    }

    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one()).kind(Kind::Dropout).require(
            self.rate >= 0.0 && self.rate < 1.0,
            Message::new("drops entries with a probability that is not in [0, 1)"),
            Message::new("write a rate such as 0.5"),
        )
    }

    /// What a kept entry is multiplied by.
    #[inline]
    fn factor<T: Scalar>(self) -> T {
        T::of(1.0 / (1.0 - self.rate))
    }
}

impl<T: Scalar, const F: usize> Layer<[T; F], [T; F]> for Dropout {
    type Parameters = ();
    /// Which entries were kept.
    type Cache<const N: usize> = [[bool; F]; N];

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; F], [T; F], N>) {
        let Forward { x, y, cache, random, .. } = pass;
        let Some(cache) = cache else { return y.copy_from_slice(x) };
        // A draw of 64 bits decides on two entries, to a probability that is right to 2⁻³².
        let (factor, below) = (self.factor::<T>(), (self.rate * 2.0_f64.powi(32)) as u32);
        for ((x, y), kept) in x.iter().zip(y).zip(cache) {
            for two in kept.chunks_mut(2) {
                let bits = random.bits();
                for (kept, bits) in two.iter_mut().zip([bits as u32, (bits >> 32) as u32]) {
                    *kept = bits >= below;
                }
            }
            for i in 0..F {
                y[i] = if kept[i] { x[i] * factor } else { T::zero() };
            }
        }
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; F], [T; F], N>) {
        let Backward { dy, dx, cache, .. } = pass;
        let factor = self.factor::<T>();
        for ((dx, dy), kept) in dx.into_iter().flatten().zip(dy).zip(cache) {
            for i in 0..F {
                dx[i] = if kept[i] { dy[i] * factor } else { T::zero() };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_activation;
    use crate::{Network, network};

    network! { struct Many(x: [9999]) -> [9999] { y: Dropout::new(0.3) } }

    #[test]
    fn goes_back_right() {
        check_activation!(Dropout::new(0.5));
        check_activation!(Dropout::new(0.0));
    }

    #[test]
    fn keeps_the_mean_and_a_seed_reproduces_it() {
        let (net, x, mut tape) = (Many::<f64>::zeros(), [[2.0; 9999]], Many::tape::<1>());
        tape.seed(5);
        let first = net.forward(&x, &mut tape).output()[0];
        let second = net.forward(&x, &mut tape).output()[0];
        tape.seed(5);
        assert_eq!(net.forward(&x, &mut tape).output()[0], first);
        assert_ne!(first, second);
        assert!(first.iter().all(|y| *y == 0.0 || *y == 2.0 * (1.0 / 0.7)));
        assert!((first.iter().sum::<f64>() / 9999.0 - 2.0).abs() < 0.05);
    }
}
