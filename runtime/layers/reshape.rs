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
    /// `None` where the dimensions are no shape.
    shape: Option<Shape>,
}

impl Reshape {
    /// To the given dimensions, at most 4.
    pub const fn to<const RANK: usize>(dims: [usize; RANK]) -> Self {
        Reshape { shape: if Shape::mistake(&dims).is_none() { Some(Shape::near(&dims)) } else { None } }
    }

    /// From any shape to one of as many entries.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let x = inputs.one();
        let gives = match self.shape {
            Some(shape) => shape,
            None => x,
        };
        Rule::takes([x])
            .in_place()
            .gives(gives)
            .require(
                self.shape.is_some(),
                Message::new("has dimensions that are no shape"),
                Message::new("write at most 4 dimensions whose product is ").number(x.len()),
            )
            .require(
                x.len() == gives.len(),
                Message::new("gives ")
                    .shape(gives)
                    .text(" of ")
                    .number(gives.len())
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

    network! { struct Image(x: [12]) -> [3, 2, 2] { y: Reshape::to([3, 2, 2]) } }
    network! { struct Scalars(x: [1]) -> [] { y: Reshape::to([]) } }

    #[test]
    fn goes_back_right() {
        check_gradient::<Image<f64>, 12, 12>();
        check_gradient::<Scalars<f64>, 1, 1>();
    }

    #[test]
    fn no_numbers_stop_its_rule() {
        let x = Inputs::new(&[Shape::vector(12)]);
        for dims in [[0, 12, 1], [usize::MAX, 2, 1], [3, 4, 2]] {
            Reshape::to(dims).shape_rule(x);
        }
        Reshape::to([1, 2, 3, 2, 1]).shape_rule(x);
    }
}
