use crate::{Backward, Forward, Inputs, Layer, Rule, Scalar};

/// `y = a / b`, entry by entry, of two inputs of one shape.
///
/// Backward: `da = dy / b`, `db = -dy y / b`.
///
/// ```
/// use plies::{Div, Network, network};
///
/// network! {
///     struct Share(a: [], b: []) -> [] { y: Div from (a, b) }
/// }
/// let (y, (da, db)) = Share::<f64>::zeros().value_and_gradient(&([6.0], [2.0]), &mut Share::tape::<1>());
/// assert_eq!((y, da, db), (3.0, [0.5], [-1.5]));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Div;

impl Div {
    /// Two inputs of one shape, which is also the output's.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let [a, _] = inputs.two();
        Rule::takes([a, a]).gives(a)
    }
}

impl<T: Scalar, const F: usize> Layer<([T; F], [T; F]), [T; F]> for Div {
    type Parameters = ();
    type Cache<const N: usize> = ();

    #[inline]
    fn forward<const N: usize>(self, pass: Forward<'_, Self, ([T; F], [T; F]), [T; F], N>) {
        let Forward { x: (a, b), y, .. } = pass;
        for ((y, a), b) in y.iter_mut().zip(a).zip(b) {
            for i in 0..F {
                y[i] = a[i] / b[i];
            }
        }
    }

    #[inline]
    fn backward<const N: usize>(self, pass: Backward<'_, Self, ([T; F], [T; F]), [T; F], N>) {
        let Backward { x: (_, b), y, dy, dx: (da, db), .. } = pass;
        for ((da, b), dy) in da.into_iter().flatten().zip(b).zip(dy) {
            for i in 0..F {
                da[i] = dy[i] / b[i];
            }
        }
        for (((db, b), y), dy) in db.into_iter().flatten().zip(b).zip(y).zip(dy) {
            for i in 0..F {
                db[i] = -dy[i] * y[i] / b[i];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_gradient_of_two;
    use crate::{Exp, Network, network};

    // Away from a division by zero.
    network! { struct Scalars(a: [], b: []) -> [] { positive: Exp from b, y: Div from (a, positive) } }
    network! { struct Images(a: [2, 3, 4], b: [2, 3, 4]) -> [2, 3, 4] { positive: Exp from b, y: Div from (a, positive) } }
    network! { struct One(x: [2]) -> [2] { y: Div from (x, x) } }

    #[test]
    fn goes_back_right() {
        check_gradient_of_two::<Scalars<f64>, 1, 1, 1>();
        check_gradient_of_two::<Images<f64>, 24, 24, 24>();
    }

    #[test]
    fn a_value_by_itself_is_one() {
        let mut dx = [[f64::NAN; 2]];
        let (net, x, mut tape) = (One::zeros(), [[4.0, -0.5]], One::tape::<1>());
        let pass = net.forward(&x, &mut tape);
        assert_eq!(pass.output(), [[1.0; 2]]);
        pass.backward(&[[1.0, 2.0]], None, Some(&mut dx));
        assert_eq!(dx, [[0.0; 2]]);
    }
}
