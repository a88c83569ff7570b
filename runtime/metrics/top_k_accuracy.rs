use crate::samples::paired;
use crate::{Class, Scalar};

/// The share of samples whose label's output is among the `k` largest (scikit-learn's `top_k_accuracy_score`, Keras'
/// `SparseTopKCategoricalAccuracy`).
///
/// Of equal outputs those of the first classes are the larger, and `NaN` is below every number, as for
/// [`Class::largest`]: with `k = 1` this is [`accuracy`](crate::accuracy). With as many as there are classes it is 1.
///
/// ```
/// use plies::{Class, top_k_accuracy};
///
/// let outputs = [[0.5, 0.3, 0.2], [0.1, 0.2, 0.7]];
/// let labels = [1, 0].map(|label| Class::<3>::new(label).unwrap());
/// assert_eq!([1, 2, 3].map(|k| top_k_accuracy(&outputs, &labels, k)), [0.0, 0.5, 1.0]);
/// ```
///
/// # Panics
/// If there is no output, or not one label for each, or `k` is 0.
#[track_caller]
pub fn top_k_accuracy<T: Scalar, const N: usize>(outputs: &[[T; N]], labels: &[Class<N>], k: usize) -> f64 {
    assert!(k > 0, "no label is among the 0 largest");
    paired("outputs", outputs.len(), labels.len());
    let right = outputs.iter().zip(labels).filter(|(output, label)| rank(output, **label) < k);
    right.count() as f64 / outputs.len() as f64
}

/// How many outputs come before that of a class.
fn rank<T: Scalar, const N: usize>(output: &[T; N], class: Class<N>) -> usize {
    let (label, own) = (class.label(), output[class.label()]);
    if is_nan(own) {
        // Of outputs that are all `NaN` the last counts as the largest.
        return output.iter().skip(label + 1).filter(|y| is_nan(**y)).count()
            + output.iter().filter(|y| !is_nan(**y)).count();
    }
    let (before, after) = output.split_at(label);
    before.iter().filter(|y| **y >= own).count() + after.iter().filter(|y| **y > own).count()
}

fn is_nan<T: Scalar>(number: T) -> bool {
    number.partial_cmp(&number).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accuracy;
    use std::array;

    const NAN: f64 = f64::NAN;

    fn ranks<const N: usize>(output: [f64; N]) -> [usize; N] {
        array::from_fn(|label| rank(&output, Class::new(label).unwrap()))
    }

    #[test]
    fn the_larger_and_of_equals_the_first_comes_before() {
        assert_eq!(ranks([0.3, 0.5, 0.1, 0.5]), [2, 0, 3, 1]);
        assert_eq!(ranks([1.0, NAN, f64::NEG_INFINITY, f64::INFINITY]), [1, 3, 2, 0]);
        assert_eq!(ranks([NAN, 1.0, NAN]), [2, 0, 1]);
        assert_eq!(ranks([NAN, NAN]), [1, 0]);
    }

    #[test]
    fn of_the_largest_it_is_the_accuracy() {
        let few = [-1.0, 0.0, 0.5, NAN];
        for n in 0..4_usize.pow(3) {
            let output = [few[n % 4], few[n / 4 % 4], few[n / 16]];
            for label in (0..3).map(|label| Class::<3>::new(label).unwrap()) {
                let expected = accuracy(&[output], &[label]);
                assert_eq!(top_k_accuracy(&[output], &[label], 1), expected, "{output:?} {label:?}");
                assert_eq!(top_k_accuracy(&[output], &[label], 3), 1.0);
            }
        }
    }

    #[test]
    #[should_panic = "no label is among the 0 largest"]
    fn k_is_at_least_one() {
        top_k_accuracy(&[[1.0, 2.0]], &[Class::new(0).unwrap()], 0);
    }
}
