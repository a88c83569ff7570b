use super::sum;
use crate::{Inputs, PerSample, Rule, Scalar, Shape};

/// `y = 1/F Σᵢ xᵢ`, over all `F` entries of a sample: a number.
///
/// Backward: `dxᵢ = dy / F`.
///
/// ```
/// use plies::{Mean, Network, network};
///
/// network! {
///     struct Net(x: [3]) -> [] { y: Mean }
/// }
/// let (y, dx) = Net::<f64>::zeros().value_and_gradient(&[1.0, 2.0, 3.0], &mut Net::tape::<1>());
/// assert_eq!((y, dx), (2.0, [1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Mean;

impl Mean {
    /// From any shape to a scalar.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).without_y().gives(Shape::scalar())
    }
}

impl<T: Scalar, const F: usize> PerSample<[T; F], [T; 1]> for Mean {
    type Parameters = ();

    #[inline]
    fn forward(self, _: &(), x: &[T; F], y: &mut [T; 1]) {
        *y = [sum(F, |i| x[i]) / T::of(F as f64)];
    }

    #[inline]
    fn backward(self, _: &(), _: &[T; F], _: &[T; 1], dy: &[T; 1], dx: &mut [T; F]) {
        dx.fill(dy[0] / T::of(F as f64));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network;
    use crate::testing::check_gradient;

    network! { struct Scalars(x: []) -> [] { y: Mean } }
    network! { struct Images(x: [2, 3, 4]) -> [] { y: Mean } }

    #[test]
    fn goes_back_right() {
        check_gradient::<Scalars<f64>, 1, 1>();
        check_gradient::<Images<f64>, 24, 1>();
    }
}
