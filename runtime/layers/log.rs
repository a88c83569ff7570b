use crate::math::{all_at_once, ln};
use crate::{Activation, Inputs, Rule, Scalar};

/// `y = ln x`, entry by entry.
///
/// Backward: `dx = dy / x`.
///
/// The logarithm of 0 is `-∞`, that of a negative number is NaN.
///
/// ```
/// use plies::{Log, Network, network};
///
/// network! {
///     struct Net(x: [2]) -> [2] { y: Log }
/// }
/// let y = Net::<f64>::zeros().predict_one(&[1.0, 2.0], &mut Net::workspace::<1>());
/// assert_eq!(y, [0.0, 2.0_f64.ln()]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Log;

impl Log {
    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

impl Activation for Log {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        ln(x)
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, x: T, _: T) -> T {
        T::one() / x
    }

    all_at_once!();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_activation;

    #[test]
    fn goes_back_right() {
        check_activation!(after Exp: Log);
    }

    #[test]
    fn has_no_value_below_zero() {
        assert_eq!(Log.activate(0.0_f64), f64::NEG_INFINITY);
        assert!(Log.activate(-1.0_f64).is_nan());
    }
}
