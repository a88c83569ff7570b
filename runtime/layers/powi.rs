use crate::{Activation, Inputs, Rule, Scalar};

/// `y = xⁿ`, entry by entry, for a whole number `n`.
///
/// Backward: `dx = dy n xⁿ⁻¹`.
///
/// For `n = 0` it is 1, and its slope 0, at 0, too.
///
/// ```
/// use plies::{Network, Powi, network};
///
/// network! {
///     struct Net(x: [2]) -> [2] { y: Powi::new(3) }
/// }
/// let y = Net::<f64>::zeros().predict_one(&[2.0, -1.0], &mut Net::workspace::<1>());
/// assert_eq!(y, [8.0, -1.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Powi {
    exponent: i32,
}

impl Powi {
    /// To the power of `exponent`.
    pub const fn new(exponent: i32) -> Self {
        Powi { exponent }
    }

    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

impl Activation for Powi {
    #[inline]
    fn activate<T: Scalar>(self, x: T) -> T {
        x.powi(self.exponent)
    }

    #[inline]
    fn slope<T: Scalar>(self, x: T, _: T) -> T {
        if self.exponent == 0 {
            return T::zero();
        }
        T::of(f64::from(self.exponent)) * x.powi(self.exponent.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_activation;

    #[test]
    fn goes_back_right() {
        check_activation!(Powi::new(0));
        check_activation!(Powi::new(1));
        check_activation!(Powi::new(2));
        check_activation!(Powi::new(5));
        check_activation!(after Exp: Powi::new(-3));
    }

    #[test]
    fn has_a_slope_at_zero() {
        let slope = |n: i32| Powi::new(n).slope(0.0_f64, Powi::new(n).activate(0.0));
        assert_eq!([slope(0), slope(1), slope(2), slope(7)], [0.0, 1.0, 0.0, 0.0]);
    }
}
