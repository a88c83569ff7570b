use crate::math::all_at_once;
use crate::{Activation, Inputs, Kind, Rule, Scalar};

/// `y = max(x, 0)`, the rectified linear unit (the book's section 5.5.1).
///
/// Backward lets the gradient through where `x > 0`: `dx = dy` there, else 0.
///
/// The book's layer keeps a mask of where `x ≤ 0`, and writes its zeros into the gradient it is handed. Here the output
/// is the mask, and the gradient that is handed in stays as it is.
///
/// ```
/// use plies::{Network, Relu, network};
///
/// network! {
///     struct Net(x: [3]) -> [3] { relu1: Relu }
/// }
/// let y = Net::<f32>::zeros().predict_one(&[-2.0, 0.0, 3.0], &mut Net::workspace::<1>());
/// assert_eq!(y, [0.0, 0.0, 3.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Relu;

impl Relu {
    /// It gives what it takes.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).in_place().gives(inputs.one()).kind(Kind::Activation)
    }
}

impl Activation for Relu {
    #[inline(always)]
    fn activate<T: Scalar>(self, x: T) -> T {
        // Written so that NaN stays NaN: a broken number shows. The absolute value changes nothing but the sign of -0 and of NaN;
        // without it the loop in place stores the zeros alone, by a mask, which takes ten times as long on many of AMD's processors.
        (if x < T::zero() { T::zero() } else { x }).abs()
    }

    #[inline(always)]
    fn slope<T: Scalar>(self, _: T, y: T) -> T {
        if y > T::zero() { T::one() } else { T::zero() }
    }

    all_at_once!(in place);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network;
    use crate::testing::check_gradient;

    network! { struct Scalars(x: []) -> [] { y: Relu } }
    network! { struct Vectors(x: [9]) -> [9] { y: Relu } }
    network! { struct Images(x: [3, 5, 2]) -> [3, 5, 2] { y: Relu } }

    #[test]
    fn goes_back_right() {
        check_gradient::<Scalars<f64>, 1, 1>();
        check_gradient::<Vectors<f64>, 9, 9>();
        check_gradient::<Images<f64>, 30, 30>();
    }

    #[test]
    fn cuts_off_below_zero_and_keeps_nan() {
        let y = [-3.0, -0.0, 0.0, 2.5, f32::INFINITY].map(|x| Relu.activate(x));
        assert_eq!(y, [0.0, 0.0, 0.0, 2.5, f32::INFINITY]);
        assert!(y.iter().all(|y| y.is_sign_positive()));
        assert!(Relu.activate(f32::NAN).is_nan());
    }

    #[test]
    fn gives_the_same_bits_in_place_and_apart() {
        fn check<T: Scalar>() {
            let edges = [-0.0, 0.0, f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1e-3, 2.0];
            let x: Vec<T> = (0..101).map(|i| T::of(edges[i * 5 % 8])).collect();
            let (mut apart, mut in_place) = (vec![T::one(); x.len()], x.clone());
            Relu.activate_all(&x, &mut apart);
            Relu.activate_all_in_place(&mut in_place);
            for i in 0..x.len() {
                let expected = Relu.activate(x[i]).to_f64().to_bits();
                assert_eq!([apart[i], in_place[i]].map(|y| y.to_f64().to_bits()), [expected; 2], "{}", x[i]);
            }
        }
        check::<f32>();
        check::<f64>();
    }
}
