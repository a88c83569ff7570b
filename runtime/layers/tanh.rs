use crate::math::{all_at_once, tanh};
use crate::{Activation, Inputs, Kind, Rule, Scalar};

/// `y = tanh x = (eˣ - e⁻ˣ) / (eˣ + e⁻ˣ)`.
///
/// Backward: `dx = dy (1 - y²)`.
///
/// ```
/// use plies::{Network, Tanh, network};
///
/// network! {
///     struct Net(x: [3]) -> [3] { y: Tanh }
/// }
/// let y = Net::<f32>::zeros().predict_one(&[0.0, 1e4, -1e4], &mut Net::workspace::<1>());
/// assert_eq!(y, [0.0, 1.0, -1.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Tanh;

impl Tanh {
    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).in_place().gives(inputs.one()).kind(Kind::Activation)
    }
}

impl Activation for Tanh {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        tanh(x)
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, _: T, y: T) -> T {
        T::one() - y * y
    }

    all_at_once!(in place);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_activation;

    #[test]
    fn goes_back_right() {
        check_activation!(Tanh);
    }

    #[test]
    fn is_right_and_finite_for_any_input() {
        for x in [-20.0_f64, -1.5, -1e-9, 0.0, 0.3, 30.0] {
            let expected = 1.0 - 2.0 / ((2.0 * x).exp() + 1.0);
            assert!((Tanh.activate(x) - expected).abs() < 1e-15, "at {x}");
        }
        assert_eq!([f32::MIN, f32::MAX].map(|x| Tanh.activate(x)), [-1.0, 1.0]);
    }
}
