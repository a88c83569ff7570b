use crate::{Inputs, PerSample, Rule, Scalar, Shape};

/// `y = x`, as a vector: from any shape to `[entries]`, the last dimension running fastest.
///
/// An [`Affine`](crate::Affine) layer reads any shape as a vector; this is for those that do not.
///
/// ```
/// use plies::{Flatten, Network, network};
///
/// network! {
///     struct Net(x: [2, 1, 2]) -> [4] { flatten1: Flatten }
/// }
/// let y = Net::<f32>::zeros().predict_one(&[1.0, 2.0, 3.0, 4.0], &mut Net::workspace::<1>());
/// assert_eq!(y, [1.0, 2.0, 3.0, 4.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Flatten;

impl Flatten {
    /// From any shape to a vector of as many entries.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).in_place().gives(Shape::vector(inputs.one().len()))
    }
}

impl<T: Scalar, const F: usize> PerSample<[T; F], [T; F]> for Flatten {
    type Parameters = ();

    #[inline]
    fn forward(self, _: &(), x: &[T; F], y: &mut [T; F]) {
        y.copy_from_slice(x);
    }

    #[inline]
    fn backward(self, _: &(), _: &[T; F], _: &[T; F], dy: &[T; F], dx: &mut [T; F]) {
        dx.copy_from_slice(dy);
    }

    #[inline]
    fn forward_batch_in_place(self, _: &mut [[T; F]]) {}

    #[inline]
    fn backward_batch_in_place(self, _: &[[T; F]], _: &mut [[T; F]]) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network;
    use crate::testing::check_gradient;

    network! { struct Image(x: [3, 2, 2]) -> [12] { y: Flatten } }
    network! { struct Scalars(x: []) -> [1] { y: Flatten } }

    #[test]
    fn goes_back_right() {
        check_gradient::<Image<f64>, 12, 12>();
        check_gradient::<Scalars<f64>, 1, 1>();
    }
}
