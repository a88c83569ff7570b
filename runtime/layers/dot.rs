use super::sum;
use crate::{Backward, Forward, Inputs, Layer, Rule, Scalar, Shape};

/// `y = Σᵢ aᵢ bᵢ`, of two inputs of one shape: a number for each sample.
///
/// Backward: `da = dy b`, `db = dy a`.
///
/// ```
/// use plies::{Dot, Network, network};
///
/// network! {
///     struct Product(a: [2], b: [2]) -> [] { y: Dot from (a, b) }
/// }
/// let x = ([1.0, 2.0], [3.0, 4.0]);
/// let (y, (da, db)) = Product::<f64>::zeros().value_and_gradient(&x, &mut Product::tape::<1>());
/// assert_eq!((y, da, db), (11.0, [3.0, 4.0], [1.0, 2.0]));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Dot;

impl Dot {
    /// Two inputs of one shape; a scalar.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let [a, _] = inputs.two();
        Rule::takes([a, a]).without_y().gives(Shape::scalar()).multiply_adds(a.len())
    }
}

impl<T: Scalar, const F: usize> Layer<([T; F], [T; F]), [T; 1]> for Dot {
    type Parameters = ();
    type Cache<const N: usize> = ();

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, ([T; F], [T; F]), [T; 1], N>) {
        let Forward { x: (a, b), y, .. } = pass;
        for ((y, a), b) in y.iter_mut().zip(a).zip(b) {
            *y = [sum(F, |i| a[i] * b[i])];
        }
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, ([T; F], [T; F]), [T; 1], N>) {
        let Backward { x: (a, b), dy, dx: (da, db), .. } = pass;
        for (dx, other) in [(da, b), (db, a)] {
            for ((dx, other), [dy]) in dx.into_iter().flatten().zip(other).zip(dy) {
                for i in 0..F {
                    dx[i] = *dy * other[i];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network;
    use crate::testing::check_gradient_of_two;

    network! { struct Scalars(a: [], b: []) -> [] { y: Dot from (a, b) } }
    network! { struct Vectors(a: [7], b: [7]) -> [] { y: Dot from (b, a) } }
    network! { struct Images(a: [2, 3, 4], b: [2, 3, 4]) -> [] { y: Dot from (a, b) } }

    #[test]
    fn goes_back_right() {
        check_gradient_of_two::<Scalars<f64>, 1, 1, 1>();
        check_gradient_of_two::<Vectors<f64>, 7, 7, 1>();
        check_gradient_of_two::<Images<f64>, 24, 24, 1>();
    }
}
