use crate::{Inputs, Message, PerSample, Rule, Scalar, Shape};

/// `y = x`, of another shape with as many entries, the last dimension running fastest.
///
/// ```
/// use plies::{AvgPool2d, Network, Reshape, network};
///
/// network! {
///     struct Net(x: [4]) -> [1, 1, 1] {
///         image: Reshape::to([1, 2, 2]),
///         pool1: AvgPool2d::new(2),
///     }
/// }
/// let y = Net::<f32>::zeros().predict_one(&[1.0, 2.0, 3.0, 4.0], &mut Net::workspace::<1>());
/// assert_eq!(y, [2.5]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Reshape {
    shape: Shape,
}

impl Reshape {
    /// To the given dimensions, at most 4.
    #[track_caller]
    pub const fn to<const RANK: usize>(dims: [usize; RANK]) -> Self {
        Reshape { shape: Shape::new(dims) }
    }

    /// From any shape to one of as many entries.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let x = inputs.one();
        Rule::takes([x]).gives(self.shape).require(
            x.len() == self.shape.len(),
            Message::new("gives ")
                .shape(self.shape)
                .text(" of ")
                .number(self.shape.len())
                .text(" entries from ")
                .number(x.len()),
            Message::new("write dimensions whose product is ").number(x.len()),
        )
    }
}

impl<T: Scalar, const F: usize> PerSample<[T; F], [T; F]> for Reshape {
    type Parameters = ();

    #[inline]
    fn forward(self, _: &(), x: &[T; F], y: &mut [T; F]) {
        y.copy_from_slice(x);
    }

    #[inline]
    fn backward(self, _: &(), _: &[T; F], _: &[T; F], dy: &[T; F], dx: &mut [T; F]) {
        dx.copy_from_slice(dy);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network;
    use crate::testing::check_gradient;

    network! { struct Image(x: [12]) -> [3, 2, 2] { y: Reshape::to([3, 2, 2]) } }
    network! { struct Scalars(x: [1]) -> [] { y: Reshape::to([]) } }

    #[test]
    fn goes_back_right() {
        check_gradient::<Image<f64>, 12, 12>();
        check_gradient::<Scalars<f64>, 1, 1>();
    }
}
