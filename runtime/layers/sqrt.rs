use crate::math::all_at_once;
use crate::{Activation, Inputs, Rule, Scalar};

/// `y = √x`, entry by entry.
///
/// Backward: `dx = dy / (2 y)`.
///
/// At 0 the slope is infinite; the root of a negative number is NaN.
///
/// ```
/// use plies::{Network, Sqrt, network};
///
/// network! {
///     struct Net(x: [2]) -> [2] { y: Sqrt }
/// }
/// let y = Net::<f64>::zeros().predict_one(&[0.0, 9.0], &mut Net::workspace::<1>());
/// assert_eq!(y, [0.0, 3.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sqrt;

impl Sqrt {
    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

impl Activation for Sqrt {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        x.sqrt()
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, _: T, y: T) -> T {
        T::of(0.5) / y
    }

    all_at_once!();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_activation;

    #[test]
    fn goes_back_right() {
        check_activation!(after Exp: Sqrt);
    }

    #[test]
    fn has_no_value_below_zero() {
        assert_eq!(Sqrt.slope(0.0, Sqrt.activate(0.0_f64)), f64::INFINITY);
        assert!(Sqrt.activate(-1.0_f64).is_nan());
    }
}
