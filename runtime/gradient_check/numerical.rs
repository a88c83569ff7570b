//! The derivative of a function that can only be called.

/// A number that was computed, and the size of the numbers it was computed from, which says how much rounding it carries.
#[derive(Clone, Copy, Debug)]
pub struct Value {
    pub value: f64,
    pub size: f64,
}

/// The derivative at a point, by central differences of two steps, extrapolated to a step of none.
///
/// A step is taken if its two halves agree as far as rounding lets them. Where they do not, as beside the kink of a ReLU,
/// smaller steps are tried, and the one that agrees best counts.
pub fn derivative(at: f64, mut f: impl FnMut(f64) -> Value) -> f64 {
    let mut slope = |step: f64| {
        let (left, right) = (at - step, at + step);
        let (low, high) = (f(left), f(right));
        let rounding = f64::EPSILON * (low.size + high.size) / step;
        ((high.value - low.value) / (right - left), rounding)
    };
    // A function that is NaN all around has no derivative.
    let (mut best, mut least) = (f64::NAN, f64::INFINITY);
    for step in [1e-3, 1e-4, 1e-5, 1e-6] {
        let step = step * at.abs().max(1.0);
        let ((wide, _), (narrow, rounding)) = (slope(step), slope(step / 2.0));
        let disagreement = (wide - narrow).abs();
        if disagreement < least {
            // The error of both goes with the square of the step, and cancels.
            (best, least) = ((4.0 * narrow - wide) / 3.0, disagreement);
        }
        if disagreement <= 1e-6 * narrow.abs() + rounding {
            break;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derivative(at: f64, f: impl Fn(f64) -> f64) -> f64 {
        super::derivative(at, |x| Value { value: f(x), size: f(x).abs() })
    }

    #[test]
    fn is_exact_where_the_function_is_smooth() {
        for x in [-3.0_f64, -0.1, 0.0, 0.7, 20.0] {
            assert!((derivative(x, f64::sin) - x.cos()).abs() < 1e-10, "at {x}");
            assert!((derivative(x, |x| x * x * x) - 3.0 * x * x).abs() < 1e-10 * (1.0 + x * x), "at {x}");
        }
        assert_eq!(derivative(1.0, |_| 5.0), 0.0);
    }

    #[test]
    fn rounding_is_no_kink() {
        for slope in [1e-8, 1e-10] {
            assert!((derivative(0.5, |x| 1.0 + slope * x) - slope).abs() < 1e-12);
        }
    }

    #[test]
    fn what_is_not_a_number_has_no_derivative() {
        assert!(derivative(1.0, |_| f64::NAN).is_nan());
        assert!(!derivative(1.0, |x| 1.0 / (x - 1.0).abs().min(0.0)).is_finite());
    }

    #[test]
    fn steps_back_from_a_kink() {
        for distance in [7e-4, 4e-4, 9e-5, 2e-6] {
            assert!((derivative(distance, f64::abs) - 1.0).abs() < 1e-9, "{distance} from the kink");
        }
    }
}
