use crate::{Backward, Forward, Inputs, Layer, Rule, Scalar};

/// `y = a + b`, entry by entry, of two inputs of one shape: the book's addition node (section 5.4.2).
///
/// Backward hands the gradient to both: `da = dy`, `db = dy`.
///
/// ```
/// use plies::{Add, Network, network};
///
/// network! {
///     struct Sum(a: [], b: []) -> [] { sum: Add from (a, b) }
/// }
/// let (sum, (da, db)) = Sum::<f64>::zeros().value_and_gradient(&([2.0], [3.0]), &mut Sum::tape::<1>());
/// assert_eq!((sum, da, db), (5.0, [1.0], [1.0]));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Add;

impl Add {
    /// Two inputs of one shape, which is also the output's.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let [a, _] = inputs.two();
        Rule::takes([a, a]).without_y().gives(a)
    }
}

impl<T: Scalar, const F: usize> Layer<([T; F], [T; F]), [T; F]> for Add {
    type Parameters = ();
    type Cache<const N: usize> = ();

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, ([T; F], [T; F]), [T; F], N>) {
        let Forward { x: (a, b), y, .. } = pass;
        for ((y, a), b) in y.iter_mut().zip(a).zip(b) {
            for i in 0..F {
                y[i] = a[i] + b[i];
            }
        }
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, ([T; F], [T; F]), [T; F], N>) {
        let Backward { dy, dx: (da, db), .. } = pass;
        for dx in [da, db].into_iter().flatten() {
            dx.copy_from_slice(dy);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_gradient_of_two, reals};
    use crate::{Network, network};

    network! { struct Scalars(a: [], b: []) -> [] { y: Add from (a, b) } }
    network! { struct Vectors(a: [7], b: [7]) -> [7] { y: Add from (a, b) } }
    network! { struct Images(a: [2, 3, 4], b: [2, 3, 4]) -> [2, 3, 4] { y: Add from (b, a) } }

    #[test]
    fn computes_its_formula() {
        let (a, b, mut y) = (reals::<7>(1, 3), reals::<7>(2, 3), [[0.0; 7]; 3]);
        Vectors::zeros().predict((&a, &b), &mut y, &mut Vectors::workspace::<2>());
        for ((a, b), y) in a.iter().zip(&b).zip(&y) {
            for i in 0..7 {
                assert_eq!(y[i], a[i] + b[i]);
            }
        }
    }

    #[test]
    fn goes_back_right() {
        check_gradient_of_two::<Scalars<f64>, 1, 1, 1>();
        check_gradient_of_two::<Vectors<f64>, 7, 7, 7>();
        check_gradient_of_two::<Images<f64>, 24, 24, 24>();
    }
}
