use crate::math::all_at_once;
use crate::{Activation, Inputs, Kind, Rule, Scalar};

/// `y = (x + 3) / 6` between 0 and 1, a sigmoid of three lines (Howard et al., 2019; PyTorch's `Hardsigmoid`).
///
/// Backward: `dx = dy / 6` where `-3 < x < 3`, else 0.
///
/// ```
/// use plies::{HardSigmoid, Network, network};
///
/// network! {
///     struct Net(x: [3]) -> [3] { y: HardSigmoid }
/// }
/// let y = Net::<f32>::zeros().predict_one(&[-4.0, 0.0, 4.0], &mut Net::workspace::<1>());
/// assert_eq!(y, [0.0, 0.5, 1.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct HardSigmoid;

impl HardSigmoid {
    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one()).kind(Kind::Activation)
    }
}

impl Activation for HardSigmoid {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        let y = (x + T::of(3.0)) * T::of(1.0 / 6.0);
        if y < T::zero() {
            T::zero()
        } else if y > T::one() {
            T::one()
        } else {
            y
        }
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, x: T, _: T) -> T {
        if x.abs() < T::of(3.0) { T::of(1.0 / 6.0) } else { T::zero() }
    }

    all_at_once!();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_activation;

    #[test]
    fn goes_back_right() {
        check_activation!(HardSigmoid);
    }

    #[test]
    fn follows_its_three_lines() {
        assert_eq!([-1e9, -3.0, 0.0, 1e9].map(|x: f64| HardSigmoid.activate(x)), [0.0, 0.0, 0.5, 1.0]);
        assert_eq!([-9.0, -1.0, 9.0].map(|x: f64| HardSigmoid.slope(x, 0.0)), [0.0, 1.0 / 6.0, 0.0]);
        assert!(HardSigmoid.activate(f32::NAN).is_nan());
    }
}
