//! Gradients that do not grow too large.

use crate::{Network, Scalar};

/// How many sums of squares go side by side.
const LANES: usize = 8;

/// Scales a gradient down, if its norm is above `largest`: all of it by one factor, so that it points where it did. Gives
/// the norm that it had (Pascanu, Mikolov and Bengio 2013, section 3.2).
///
/// The norm is `√Σ g²`, over the gradients of all that is trained; the factor is `largest / (norm + 10⁻⁶)`, as in PyTorch's
/// `clip_grad_norm_`. What statistics change by counts nothing, and stays. A gradient whose norm is infinite or NaN
/// stays as it is, for no factor mends it: look at the norm.
///
/// ```
/// use plies::{Affine, MeanSquaredError, Network, Sgd, clip_by_norm, network};
///
/// network! {
///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
/// }
/// let (mut line, mut gradient, mut tape) = (Line::<f64>::zeros(), Line::zeros(), Line::tape::<1>());
/// line.gradient(&[[0.0]], &[[-50.0]], &mut gradient, &mut tape);
/// assert_eq!(clip_by_norm(&mut *gradient, 1.0), 100.0);
/// line.step(&gradient, &mut Sgd::new(0.1));
/// assert!((line.affine1.bias[0] + 0.1).abs() < 1e-8);
/// ```
///
/// # Panics
/// If `largest` is negative or NaN.
#[track_caller]
pub fn clip_by_norm<N: Network>(gradient: &mut N, largest: f64) -> f64 {
    assert!(largest >= 0.0, "a norm is 0 or more, and cannot be at most {largest}");
    let mut sum = 0.0;
    N::each_trained([&*gradient], [], |_, [g], []| sum += sum_of_squares(g));
    let norm = sum.sqrt();
    let factor = largest / (norm + 1e-6);
    if factor < 1.0 && norm.is_finite() {
        let factor = N::Scalar::of(factor);
        N::each_trained([], [gradient], |_, [], [g]| {
            for g in g {
                *g *= factor;
            }
        });
    }
    norm
}

/// Cuts each entry of a gradient off at `limit` and `-limit`, as PyTorch's `clip_grad_value_` does. What statistics change by
/// stays, and so does NaN.
///
/// ```
/// use plies::{Affine, MeanSquaredError, Network, clip_by_value, network};
///
/// network! {
///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
/// }
/// let (line, mut gradient, mut tape) = (Line::<f64>::zeros(), Line::zeros(), Line::tape::<1>());
/// line.gradient(&[[0.01]], &[[-50.0]], &mut gradient, &mut tape);
/// clip_by_value(&mut *gradient, 5.0);
/// assert_eq!((gradient.affine1.weight[0], gradient.affine1.bias[0]), (1.0, 5.0));
/// ```
///
/// # Panics
/// If `limit` is negative or NaN.
#[track_caller]
pub fn clip_by_value<N: Network>(gradient: &mut N, limit: f64) {
    assert!(limit >= 0.0, "entries cannot lie between {limit} and its negative");
    let limit = N::Scalar::of(limit);
    N::each_trained([], [gradient], |_, [], [g]| {
        for g in g {
            // Written so that NaN stays NaN: a broken number shows.
            let below = if *g > limit { limit } else { *g };
            *g = if below < -limit { -limit } else { below };
        }
    });
}

/// In `f64`, where squares of `f32` neither overflow nor vanish.
fn sum_of_squares<T: Scalar>(values: &[T]) -> f64 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for chunk in chunks {
        for i in 0..LANES {
            let value = chunk[i].to_f64();
            sums[i] += value * value;
        }
    }
    sums.iter().sum::<f64>() + rest.iter().map(|value| value.to_f64().powi(2)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Affine, Backward, Forward, Inputs, Layer, Parameters, Path, Rule, SVector, network};

    #[derive(Clone, Debug, Parameters)]
    #[plies(crate = crate)]
    pub struct Mean<T: Scalar> {
        pub weight: SVector<T, 2>,
        #[statistic]
        pub mean: SVector<T, 2>,
    }

    /// The identity, with a statistic.
    #[derive(Clone, Copy)]
    pub struct Counting;

    impl Counting {
        pub const fn shape_rule(self, inputs: Inputs) -> Rule {
            Rule::takes([inputs.one()]).gives(inputs.one())
        }
    }

    impl<T: Scalar, const F: usize> Layer<[T; F], [T; F]> for Counting {
        type Parameters = Mean<T>;
        type Cache<const N: usize> = ();

        fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; F], [T; F], N>) {
            pass.y.copy_from_slice(pass.x);
        }

        fn backward<const N: usize>(self, _: Backward<'_, Self, [T; F], [T; F], N>) {}
    }

    network! {
        struct Net(x: [3]) -> [7] {
            #[frozen]
            affine1: Affine::to(5),
            counting: Counting,
            affine2: Affine::to(7),
        }
    }

    /// Each entry is `value`; 48 are trained, 2 are statistics, 20 frozen.
    fn filled<T: Scalar>(value: f64) -> Box<Net<T>> {
        let mut net = Net::zeros();
        Net::walk([], [&mut *net], Path::ROOT, &mut |_, [], [values]| values.fill(T::of(value)));
        net
    }

    const TRAINED: f64 = 2.0 + 5.0 * 7.0 + 7.0;

    #[test]
    fn clips_the_norm_of_what_is_trained() {
        let mut gradient = filled::<f64>(3.0);
        let norm = clip_by_norm(&mut *gradient, 2.0);
        assert!((norm - (9.0 * TRAINED).sqrt()).abs() < 1e-13);
        let expected = 3.0 * 2.0 / (norm + 1e-6);
        let mut trained = 0;
        Net::walk([&*gradient], [], Path::ROOT, &mut |entry, [values], []| {
            for value in values {
                trained += usize::from(entry.path.is_trained());
                assert_eq!(*value, if entry.path.is_trained() { expected } else { 3.0 });
            }
        });
        assert_eq!(trained as f64, TRAINED);
        assert!((clip_by_norm(&mut *gradient, 2.0) - 2.0).abs() < 1e-5);
        assert!((clip_by_norm(&mut *gradient, 2.0) - 2.0).abs() < 1e-5);
    }

    #[test]
    fn leaves_a_small_gradient_and_a_broken_one() {
        for value in [0.0, 1e-3, f32::NAN, f32::INFINITY] {
            let mut gradient = filled::<f32>(value.into());
            let norm = clip_by_norm(&mut *gradient, 1.0);
            assert_eq!(norm.is_finite(), value.is_finite());
            assert_eq!(gradient.affine2.bias[6].to_bits(), value.to_bits());
        }
    }

    #[test]
    fn the_norm_of_large_and_small_numbers_is_exact() {
        for value in [1e30_f32, 1e-30] {
            let norm = clip_by_norm(&mut *filled::<f32>(value.into()), f64::INFINITY);
            assert!((norm / (f64::from(value) * TRAINED.sqrt()) - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn clips_values_of_what_is_trained() {
        let mut gradient = filled::<f32>(-3.0);
        gradient.affine2.bias = [1.0, -1.0, 2.5, -2.5, 0.0, f32::INFINITY, f32::NAN].into();
        clip_by_value(&mut *gradient, 2.0);
        let bias: [f32; 7] = gradient.affine2.bias.into();
        assert_eq!(bias[..6], [1.0, -1.0, 2.0, -2.0, 0.0, 2.0]);
        assert!(bias[6].is_nan());
        assert_eq!((gradient.counting.weight[0], gradient.counting.mean[0]), (-2.0, -3.0));
        assert_eq!(gradient.affine1.bias[0], -3.0);
    }

    #[test]
    #[should_panic(expected = "cannot be at most -1")]
    fn a_gradient_is_not_turned_around() {
        clip_by_norm(&mut *filled::<f32>(1.0), -1.0);
    }
}
