use crate::math::all_at_once;
use crate::{Activation, Inputs, Message, Rule, Scalar};

/// `y = factor x`, entry by entry, with a constant factor.
///
/// Backward: `dx = factor dy`.
///
/// ```
/// use plies::{Network, Scale, network};
///
/// network! {
///     struct Net(x: [2]) -> [2] { y: Scale::by(0.5) }
/// }
/// let y = Net::<f64>::zeros().predict_one(&[2.0, -4.0], &mut Net::workspace::<1>());
/// assert_eq!(y, [1.0, -2.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    factor: f64,
}

impl Scale {
    /// By a constant.
    pub const fn by(factor: f64) -> Self {
        Scale { factor }
    }

    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one()).require(
            self.factor.is_finite(),
            Message::new("has a factor that is infinite or not a number"),
            Message::new("give it a finite factor, as in `Scale::by(0.5)`"),
        )
    }
}

impl Activation for Scale {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        T::of(self.factor) * x
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, _: T, _: T) -> T {
        T::of(self.factor)
    }

    all_at_once!();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_activation;

    #[test]
    fn goes_back_right() {
        check_activation!(Scale::by(-1.7));
        check_activation!(Scale::by(0.0));
    }
}
