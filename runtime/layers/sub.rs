use crate::{Backward, Forward, Inputs, Layer, Rule, Scalar};

/// `y = a - b`, entry by entry, of two inputs of one shape.
///
/// Backward: `da = dy`, `db = -dy`.
///
/// ```
/// use plies::{Network, Sub, network};
///
/// network! {
///     struct Difference(a: [], b: []) -> [] { y: Sub from (a, b) }
/// }
/// let mut tape = Difference::<f64>::tape::<1>();
/// let (y, (da, db)) = Difference::zeros().value_and_gradient(&([5.0], [3.0]), &mut tape);
/// assert_eq!((y, da, db), (2.0, [1.0], [-1.0]));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sub;

impl Sub {
    /// Two inputs of one shape, which is also the output's.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let [a, _] = inputs.two();
        Rule::takes([a, a]).without_y().gives(a)
    }
}

impl<T: Scalar, const F: usize> Layer<([T; F], [T; F]), [T; F]> for Sub {
    type Parameters = ();
    type Cache<const N: usize> = ();

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, ([T; F], [T; F]), [T; F], N>) {
        let Forward { x: (a, b), y, .. } = pass;
        for ((y, a), b) in y.iter_mut().zip(a).zip(b) {
            for i in 0..F {
                y[i] = a[i] - b[i];
            }
        }
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, ([T; F], [T; F]), [T; F], N>) {
        let Backward { dy, dx: (da, db), .. } = pass;
        if let Some(da) = da {
            da.copy_from_slice(dy);
        }
        for (db, dy) in db.into_iter().flatten().zip(dy) {
            for i in 0..F {
                db[i] = -dy[i];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_gradient_of_two;
    use crate::{Network, network};

    network! { struct Scalars(a: [], b: []) -> [] { y: Sub from (a, b) } }
    network! { struct Images(a: [2, 3, 4], b: [2, 3, 4]) -> [2, 3, 4] { y: Sub from (b, a) } }
    network! { struct Nothing(x: [3]) -> [3] { y: Sub from (x, x) } }

    #[test]
    fn goes_back_right() {
        check_gradient_of_two::<Scalars<f64>, 1, 1, 1>();
        check_gradient_of_two::<Images<f64>, 24, 24, 24>();
    }

    #[test]
    fn a_value_less_itself_is_nothing() {
        let (x, mut dx) = ([[3.0, -1.0, 0.5]], [[f64::NAN; 3]]);
        let (net, mut tape) = (Nothing::zeros(), Nothing::tape::<1>());
        let pass = net.forward(&x, &mut tape);
        assert_eq!(pass.output(), [[0.0; 3]]);
        pass.backward(&[[1.0, 2.0, 3.0]], None, Some(&mut dx));
        assert_eq!(dx, [[0.0; 3]]);
    }
}
