use super::HardSigmoid;
use crate::math::all_at_once;
use crate::{Activation, Inputs, Kind, Rule, Scalar};

/// `y = x h(x)`, with the [`HardSigmoid`](crate::HardSigmoid) `h` (Howard et al., 2019).
///
/// Backward: `dx = 0` below -3, `dy` above 3, and `dy (2x + 3) / 6` between.
///
/// ```
/// use plies::{HardSwish, Network, network};
///
/// network! {
///     struct Net(x: [3]) -> [3] { y: HardSwish }
/// }
/// let y = Net::<f32>::zeros().predict_one(&[-4.0, 0.0, 4.0], &mut Net::workspace::<1>());
/// assert_eq!(y, [0.0, 0.0, 4.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct HardSwish;

impl HardSwish {
    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one()).kind(Kind::Activation)
    }
}

impl Activation for HardSwish {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        let share = HardSigmoid.activate(x);
        // Nothing of something infinite is nothing.
        let y = x * share;
        if share == T::zero() { share } else { y }
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, x: T, _: T) -> T {
        let (share, slope) = (HardSigmoid.activate(x), HardSigmoid.slope(x, x));
        if slope == T::zero() { share } else { share + x * slope }
    }

    all_at_once!();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_activation;

    #[test]
    fn goes_back_right() {
        check_activation!(HardSwish);
    }

    #[test]
    fn follows_its_three_pieces() {
        assert_eq!([-5.0, -3.0, 3.0, 5.0].map(|x: f64| HardSwish.activate(x)), [0.0, 0.0, 3.0, 5.0]);
        assert_eq!([-5.0, 0.0, 5.0].map(|x: f64| HardSwish.slope(x, 0.0)), [0.0, 0.5, 1.0]);
        let ends = [f64::NEG_INFINITY, f64::INFINITY];
        assert_eq!(ends.map(|x| HardSwish.activate(x)), [0.0, f64::INFINITY]);
        assert_eq!(ends.map(|x| HardSwish.slope(x, x)), [0.0, 1.0]);
    }
}
