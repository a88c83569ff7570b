use crate::math::{all_at_once, exp};
use crate::{Activation, Inputs, Rule, Scalar};

/// `y = eˣ`, entry by entry.
///
/// Backward: `dx = dy y`.
///
/// ```
/// use plies::{Exp, Network, math, network};
///
/// network! {
///     struct Net(x: [2]) -> [2] { y: Exp }
/// }
/// let y = Net::<f64>::zeros().predict_one(&[0.0, 1.0], &mut Net::workspace::<1>());
/// assert_eq!(y, [1.0, math::exp(1.0)]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Exp;

impl Exp {
    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

impl Activation for Exp {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        exp(x)
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, _: T, y: T) -> T {
        y
    }

    all_at_once!();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_activation;

    #[test]
    fn goes_back_right() {
        check_activation!(Exp);
    }
}
