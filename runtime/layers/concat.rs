use crate::{Backward, Forward, Inputs, Layer, Message, Rule, Scalar, Shape};

/// One input after the other, along the first dimension: the channels of images of one height and width, or the entries of
/// vectors. It takes 2 to 8 inputs.
///
/// Backward hands each input its part of the gradient.
///
/// ```
/// use plies::{Concat, Network, network};
///
/// network! {
///     struct Both(a: [2], b: [1], c: [2]) -> [5] { both: Concat from (a, b, c) }
/// }
/// let x = ([1.0, 2.0], [3.0], [4.0, 5.0]);
/// let y = Both::<f32>::zeros().predict_one(&x, &mut Both::workspace::<1>());
/// assert_eq!(y, [1.0, 2.0, 3.0, 4.0, 5.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Concat;

impl Concat {
    /// Inputs that differ in their first dimension alone, of which the output has the sum.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let (first, all) = (inputs.one(), inputs.all());
        let (mut fits, mut sum, mut i) = (first.rank() > 0, 0usize, 0);
        while i < all.len() {
            fits = fits && all[i].with_first(1).equals(first.with_first(1));
            sum = sum.saturating_add(all[i].dim(0));
            i += 1;
        }
        let gives = [sum, first.dim(1), first.dim(2), first.dim(3)];
        let is_shape = Shape::mistake(&gives).is_none();
        // Fewer than two inputs are a mistake in number.
        let two = [first; 2];
        let takes: &[Shape] = if all.len() < 2 { &two } else { all };
        Rule::takes_all(takes)
            .without_y()
            .gives(if fits && is_shape { first.with_first(sum) } else { first })
            .require(
                fits || all.len() < 2,
                Message::new("puts together what differs in the first dimension alone"),
                Message::new("feed it from images of one height and width, or from vectors"),
            )
            .require(
                !fits || is_shape,
                Message::new("gives more entries than a `usize` counts"),
                Message::new("feed it from smaller ones"),
            )
    }
}

macro_rules! concat {
    ($($x:ident $F:ident),*) => {
        impl<T: Scalar, $(const $F: usize,)* const O: usize> Layer<($([T; $F],)*), [T; O]> for Concat {
            type Parameters = ();
            type Cache<const N: usize> = ();

            #[inline]
            fn forward<const N: usize>(self, pass: Forward<'_, Self, ($([T; $F],)*), [T; O], N>) {
                let Forward { x: ($($x,)*), y, .. } = pass;
                for (n, y) in y.iter_mut().enumerate() {
                    let rest = &mut y[..];
                    $(
                        let (part, rest) = rest.split_at_mut($F);
                        part.copy_from_slice(&$x[n]);
                    )*
                    debug_assert!(rest.is_empty());
                }
            }

            #[inline]
            fn backward<const N: usize>(self, pass: Backward<'_, Self, ($([T; $F],)*), [T; O], N>) {
                let Backward { dy, dx: ($($x,)*), .. } = pass;
                let start = 0;
                $(
                    for (dx, dy) in $x.into_iter().flatten().zip(dy) {
                        dx.copy_from_slice(&dy[start..][..$F]);
                    }
                    let start = start + $F;
                )*
                debug_assert!(start == O);
            }
        }
    };
}

concat!(a A, b B);
concat!(a A, b B, c C);
concat!(a A, b B, c C, d D);
concat!(a A, b B, c C, d D, e E);
concat!(a A, b B, c C, d D, e E, f F);
concat!(a A, b B, c C, d D, e E, f F, g G);
concat!(a A, b B, c C, d D, e E, f F, g G, h H);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_gradient, check_gradient_of_two};
    use crate::{Network, Sigmoid, network};

    network! { struct Vectors(a: [2], b: [5]) -> [7] { y: Concat from (a, b) } }
    network! { struct Images(a: [2, 2, 3], b: [1, 2, 3]) -> [3, 2, 3] { y: Concat from (b, a) } }
    network! { struct Three(x: [2]) -> [6] { s: Sigmoid, y: Concat from (s, x, s) } }
    network! { struct Four(x: [2]) -> [8] { s: Sigmoid, y: Concat from (s, x, x, s) } }
    network! { struct Five(x: [2]) -> [10] { s: Sigmoid, y: Concat from (x, s, x, s, s) } }
    network! { struct Six(x: [2]) -> [12] { s: Sigmoid, y: Concat from (s, s, s, x, x, s) } }
    network! { struct Seven(x: [2]) -> [14] { s: Sigmoid, y: Concat from (x, x, s, x, s, s, x) } }
    network! { struct Many(x: [2]) -> [16] { s: Sigmoid, y: Concat from (x, s, x, s, s, x, x, s) } }

    #[test]
    fn goes_back_right() {
        check_gradient_of_two::<Vectors<f64>, 2, 5, 7>();
        check_gradient_of_two::<Images<f64>, 12, 6, 18>();
        check_gradient::<Many<f64>, 2, 16>();
        check_gradient::<Three<f64>, 2, 6>();
        check_gradient::<Four<f64>, 2, 8>();
        check_gradient::<Five<f64>, 2, 10>();
        check_gradient::<Six<f64>, 2, 12>();
        check_gradient::<Seven<f64>, 2, 14>();
    }

    #[test]
    fn puts_one_input_after_the_other() {
        let (a, b) = (std::array::from_fn(|i| i as f64), std::array::from_fn(|i| 10.0 + i as f64));
        let y = Images::zeros().predict_one(&(a, b), &mut Images::workspace::<1>());
        assert_eq!(y[..6], b);
        assert_eq!(y[6..], a);
    }

    #[test]
    fn no_numbers_stop_its_rule() {
        for first in [Shape::scalar(), Shape::vector(usize::MAX), Shape::image(1 << 32, 1 << 31, 1)] {
            for second in [first, Shape::vector(1), Shape::image(1, 1 << 31, 1)] {
                Concat.shape_rule(Inputs::new(&[first]));
                Concat.shape_rule(Inputs::new(&[first, second]));
                Concat.shape_rule(Inputs::new(&[second; 9]));
            }
        }
        Concat.shape_rule(Inputs::new(&[]));
    }
}
