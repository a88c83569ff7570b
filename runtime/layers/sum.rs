use crate::{Inputs, PerSample, Rule, Scalar, Shape};

/// `y = Σᵢ xᵢ`, over all entries of a sample: a number.
///
/// Backward: `dxᵢ = dy`.
///
/// ```
/// use plies::{Network, Sum, network};
///
/// network! {
///     struct Net(x: [3]) -> [] { y: Sum }
/// }
/// let (y, dx) = Net::<f64>::zeros().value_and_gradient(&[1.0, 2.0, 3.0], &mut Net::tape::<1>());
/// assert_eq!((y, dx), (6.0, [1.0, 1.0, 1.0]));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sum;

impl Sum {
    /// From any shape to a scalar.
    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        Rule::takes([inputs.one()]).without_y().gives(Shape::scalar())
    }
}

impl<T: Scalar, const F: usize> PerSample<[T; F], [T; 1]> for Sum {
    type Parameters = ();

    #[inline]
    fn forward(self, _: &(), x: &[T; F], y: &mut [T; 1]) {
        *y = [sum(F, |i| x[i])];
    }

    #[inline]
    fn backward(self, _: &(), _: &[T; F], _: &[T; 1], dy: &[T; 1], dx: &mut [T; F]) {
        dx.fill(dy[0]);
    }
}

/// How many sums there are side by side.
const LANES: usize = 16;

/// `Σᵢ term(i)`, for `i` below `count`.
///
/// It is many sums side by side, which the compiler makes vectors of. So rounding errors do not pile up either.
#[inline(always)]
pub(crate) fn sum<T: Scalar>(count: usize, mut term: impl FnMut(usize) -> T) -> T {
    let (mut sum, mut i) = (T::zero(), 0);
    if count >= LANES {
        let mut sums = [T::zero(); LANES];
        while i + LANES <= count {
            for lane in 0..LANES {
                sums[lane] += term(i + lane);
            }
            i += LANES;
        }
        for lane in sums {
            sum += lane;
        }
    }
    while i < count {
        sum += term(i);
        i += 1;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network;
    use crate::testing::check_gradient;

    network! { struct Scalars(x: []) -> [] { y: Sum } }
    network! { struct Images(x: [2, 3, 4]) -> [] { y: Sum } }

    #[test]
    fn goes_back_right() {
        check_gradient::<Scalars<f64>, 1, 1>();
        check_gradient::<Images<f64>, 24, 1>();
    }

    #[test]
    fn adds_every_entry_once() {
        for count in [0, 1, 15, 16, 17, 32, 100] {
            assert_eq!(sum(count, |i| i as f64), (0..count).sum::<usize>() as f64);
        }
    }
}
