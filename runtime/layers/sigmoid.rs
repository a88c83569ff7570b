use crate::math::{all_at_once, sigmoid};
use crate::{Activation, Inputs, Kind, Rule, Scalar};

/// `y = 1 / (1 + e⁻ˣ)` (the book's section 5.5.2).
///
/// Backward: `dx = dy y (1 - y)`.
///
/// The book computes `exp(-x)` for any `x`, which overflows for `x` below -88 in `f32`. Here the exponent is never
/// positive: `e⁻ˣ` for positive `x`, and `eˣ / (1 + eˣ)` for negative `x`, so that small results keep their digits, too.
///
/// ```
/// use plies::{Network, Sigmoid, network};
///
/// network! {
///     struct Net(x: [3]) -> [3] { sigmoid1: Sigmoid }
/// }
/// let y = Net::<f32>::zeros().predict_one(&[-100.0, 0.0, 1e4], &mut Net::workspace::<1>());
/// assert_eq!(y, [(-100.0_f32).exp(), 0.5, 1.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sigmoid;

impl Sigmoid {
    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).in_place().gives(inputs.one()).kind(Kind::Activation)
    }
}

impl Activation for Sigmoid {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        sigmoid(x)
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, _: T, y: T) -> T {
        y * (T::one() - y)
    }

    all_at_once!(in place);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network;
    use crate::testing::check_gradient;

    network! { struct Scalars(x: []) -> [] { y: Sigmoid } }
    network! { struct Vectors(x: [9]) -> [9] { y: Sigmoid } }
    network! { struct Images(x: [3, 5, 2]) -> [3, 5, 2] { y: Sigmoid } }

    #[test]
    fn goes_back_right() {
        check_gradient::<Scalars<f64>, 1, 1>();
        check_gradient::<Vectors<f64>, 9, 9>();
        check_gradient::<Images<f64>, 30, 30>();
    }

    #[test]
    fn is_right_and_finite_for_any_input() {
        for x in [-20.0_f64, -1.5, -1e-9, 0.0, 0.3, 30.0] {
            let expected = 1.0 / (1.0 + (-x).exp());
            assert!((Sigmoid.activate(x) / expected - 1.0).abs() < 1e-15, "at {x}");
        }
        assert_eq!([f32::MIN, -1e4, 1e4, f32::MAX].map(|x| Sigmoid.activate(x)), [0.0, 0.0, 1.0, 1.0]);
        let (x, y) = (-80.0_f32, Sigmoid.activate(-80.0_f32));
        assert!(
            (f64::from(y) / f64::from(x).exp() - 1.0).abs() < 1e-6,
            "small results keep their digits: {y:e}"
        );
    }
}
