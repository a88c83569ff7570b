use crate::math::{all_at_once, exp_m1};
use crate::{Activation, Inputs, Kind, Message, Rule, Scalar};

/// `y = x` for positive `x`, else `α (eˣ - 1)`, the exponential linear unit (Clevert, Unterthiner and Hochreiter, 2015).
///
/// Backward: `dx = dy` for positive `x`, else `dx = dy (y + α)`.
///
/// ```
/// use plies::{Elu, Network, network};
///
/// network! {
///     struct Net(x: [3]) -> [3] { y: Elu::new(1.0) }
/// }
/// let y = Net::<f32>::zeros().predict_one(&[-1e4, 0.0, 3.0], &mut Net::workspace::<1>());
/// assert_eq!(y, [-1.0, 0.0, 3.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Elu {
    alpha: f64,
}

impl Elu {
    /// With `α`, to whose negative it falls; 1 is common.
    pub const fn new(alpha: f64) -> Self {
        Elu { alpha }
    }

    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one()).kind(Kind::Activation).require(
            self.alpha.is_finite(),
            Message::new("has an alpha that is infinite or not a number"),
            Message::new("give it a finite alpha, as in `Elu::new(1.0)`"),
        )
    }
}

impl Activation for Elu {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        // For small `x`, `eˣ - 1` keeps its digits in one piece alone.
        let below = T::of(self.alpha) * exp_m1(x);
        if x > T::zero() { x } else { below }
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, x: T, y: T) -> T {
        if x > T::zero() { T::one() } else { y + T::of(self.alpha) }
    }

    all_at_once!();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_activation;

    #[test]
    fn goes_back_right() {
        check_activation!(Elu::new(1.0));
        check_activation!(Elu::new(0.3));
    }

    #[test]
    fn keeps_the_digits_of_small_inputs() {
        assert_eq!(Elu::new(2.0).activate(-1e-20_f64), -2e-20);
        assert_eq!(Elu::new(2.0).activate(-1e4_f32), -2.0);
    }
}
