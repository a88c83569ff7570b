use crate::math::{all_at_once, exp, exp_m1, ln_1p};
use crate::{Activation, Inputs, Kind, Rule, Scalar};

/// `y = ln(1 + eˣ)`, a smooth ReLU (Dugas et al., 2001).
///
/// Backward: `dx = dy / (1 + e⁻ˣ)`, from the output as `dy (1 - e⁻ʸ)`.
///
/// It is computed as `max(x, 0) + ln(1 + e⁻ˡˣˡ)`, which overflows for no input.
///
/// ```
/// use plies::{Network, Softplus, network};
///
/// network! {
///     struct Net(x: [2]) -> [2] { y: Softplus }
/// }
/// let y = Net::<f32>::zeros().predict_one(&[-1e4, 1e4], &mut Net::workspace::<1>());
/// assert_eq!(y, [0.0, 1e4]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Softplus;

impl Softplus {
    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).in_place().gives(inputs.one()).kind(Kind::Activation)
    }
}

impl Activation for Softplus {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        let positive = if x > T::zero() { x } else { T::zero() };
        positive + ln_1p(exp(-x.abs()))
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, _: T, y: T) -> T {
        -exp_m1(-y)
    }

    all_at_once!(in place);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_activation;

    #[test]
    fn goes_back_right() {
        check_activation!(Softplus);
    }

    #[test]
    fn is_right_and_finite_for_any_input() {
        assert!((Softplus.activate(0.5_f64) - (1.0 + 0.5_f64.exp()).ln()).abs() < 1e-15);
        assert_eq!(Softplus.activate(-50.0_f64), (-50.0_f64).exp());
        assert_eq!([f32::MIN, f32::MAX].map(|x| Softplus.activate(x)), [0.0, f32::MAX]);
        // A small slope keeps its digits.
        assert_eq!(Softplus.slope(-50.0_f64, Softplus.activate(-50.0)), (-50.0_f64).exp());
    }
}
