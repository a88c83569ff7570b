use crate::math::all_at_once;
use crate::{Activation, Inputs, Rule, Scalar};

/// `y = 1 / x`, entry by entry.
///
/// Backward: `dx = -dy y²`.
///
/// ```
/// use plies::{Network, Recip, network};
///
/// network! {
///     struct Net(x: [2]) -> [2] { y: Recip }
/// }
/// let y = Net::<f64>::zeros().predict_one(&[2.0, -4.0], &mut Net::workspace::<1>());
/// assert_eq!(y, [0.5, -0.25]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Recip;

impl Recip {
    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

impl Activation for Recip {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        T::one() / x
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, _: T, y: T) -> T {
        -y * y
    }

    all_at_once!();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_activation;

    #[test]
    fn goes_back_right() {
        check_activation!(after Exp: Recip);
    }

    #[test]
    fn of_zero_is_infinite() {
        assert_eq!(Recip.activate(0.0_f64), f64::INFINITY);
    }
}
