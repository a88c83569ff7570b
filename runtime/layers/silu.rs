use super::gate::share;
use crate::math::{all_at_once, sigmoid};
use crate::{Activation, Inputs, Kind, Rule, Scalar};

/// `y = x / (1 + e⁻ˣ)`, also called swish (Elfwing, Uchibe and Doya, 2017).
///
/// Backward, with the sigmoid `s` of `x`: `dx = dy s (1 + x (1 - s))`.
///
/// ```
/// use plies::{Network, Silu, network};
///
/// network! {
///     struct Net(x: [3]) -> [3] { y: Silu }
/// }
/// let y = Net::<f32>::zeros().predict_one(&[-1e4, 0.0, 1e4], &mut Net::workspace::<1>());
/// assert_eq!(y, [0.0, 0.0, 1e4]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Silu;

impl Silu {
    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).gives(inputs.one()).kind(Kind::Activation)
    }
}

impl Activation for Silu {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        let s = sigmoid(x);
        // Nothing of something infinite is nothing.
        let y = x * s;
        if s == T::zero() { s } else { y }
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, x: T, y: T) -> T {
        let s = share(x, y);
        let rest = T::one() - s;
        let slope = s * (T::one() + x * rest);
        if s == T::zero() || rest == T::zero() { s } else { slope }
    }

    all_at_once!();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_activation;

    #[test]
    fn goes_back_right() {
        check_activation!(Silu);
    }

    #[test]
    fn is_finite_for_any_input() {
        for x in [f32::NEG_INFINITY, f32::MIN, -1e4, 0.0, 1e4, f32::INFINITY] {
            assert_eq!(Silu.activate(x), x.max(0.0));
            assert_eq!(
                Silu.slope(x, Silu.activate(x)).abs(),
                if x == 0.0 { 0.5 } else { f32::from(x > 0.0) }
            );
        }
    }
}
