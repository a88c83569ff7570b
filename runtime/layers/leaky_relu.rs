use crate::math::all_at_once;
use crate::{Activation, Inputs, Kind, Message, Rule, Scalar};

/// `y = x` for positive `x`, else `slope x` (Maas, Hannun and Ng, 2013).
///
/// Backward: `dx = dy` for positive `x`, else `slope dy`.
///
/// ```
/// use plies::{LeakyRelu, Network, network};
///
/// network! {
///     struct Net(x: [3]) -> [3] { y: LeakyRelu::new(0.5) }
/// }
/// let y = Net::<f32>::zeros().predict_one(&[-2.0, 0.0, 3.0], &mut Net::workspace::<1>());
/// assert_eq!(y, [-1.0, 0.0, 3.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct LeakyRelu {
    slope: f64,
}

impl LeakyRelu {
    /// With the slope for negative inputs; 0.01 is common.
    pub const fn new(slope: f64) -> Self {
        LeakyRelu { slope }
    }

    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one()).kind(Kind::Activation).require(
            self.slope.is_finite(),
            Message::new("has a slope that is infinite or not a number"),
            Message::new("give it a finite slope, as in `LeakyRelu::new(0.01)`"),
        )
    }
}

impl Activation for LeakyRelu {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        if x > T::zero() { x } else { T::of(self.slope) * x }
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, x: T, _: T) -> T {
        if x > T::zero() { T::one() } else { T::of(self.slope) }
    }

    all_at_once!();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_activation;

    #[test]
    fn goes_back_right() {
        check_activation!(LeakyRelu::new(0.01));
        check_activation!(LeakyRelu::new(-0.7));
    }

    #[test]
    fn follows_its_two_lines() {
        assert_eq!([-4.0, 0.0, 5.0].map(|x: f64| LeakyRelu::new(0.25).activate(x)), [-1.0, 0.0, 5.0]);
        assert!(LeakyRelu::new(0.25).activate(f32::NAN).is_nan());
    }
}
