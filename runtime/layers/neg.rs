use crate::math::all_at_once;
use crate::{Activation, Inputs, Rule, Scalar};

/// `y = -x`, entry by entry.
///
/// Backward: `dx = -dy`.
///
/// ```
/// use plies::{Neg, Network, network};
///
/// network! {
///     struct Net(x: [2]) -> [2] { y: Neg }
/// }
/// let y = Net::<f64>::zeros().predict_one(&[1.0, -2.0], &mut Net::workspace::<1>());
/// assert_eq!(y, [-1.0, 2.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Neg;

impl Neg {
    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

impl Activation for Neg {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        -x
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, _: T, _: T) -> T {
        -T::one()
    }

    all_at_once!();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_activation;

    #[test]
    fn goes_back_right() {
        check_activation!(Neg);
    }
}
