//! Labels that cannot be outside the classes.

use std::fmt;

use crate::samples::paired;
use crate::{Output, Scalar};

/// A label: one of `N` classes, 0 to `N - 1`.
///
/// It is checked once, where data enters. From then on a label outside the classes cannot exist, and a network with 10
/// outputs takes no label of 11 classes: that is a compiler error.
///
/// ```
/// use plies::Class;
///
/// let seven = Class::<10>::new(7).unwrap();
/// assert_eq!(seven.label(), 7);
/// assert_eq!(Class::<10>::new(10).unwrap_err().to_string(), "label 10 is none of the 10 classes 0 to 9");
/// assert_eq!(Class::largest(&[0.1, 0.7, 0.2]).label(), 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Class<const N: usize>(u32);

impl<const N: usize> Class<N> {
    /// The class of a label.
    ///
    /// # Errors
    /// If the label is not below `N`.
    pub const fn new(label: usize) -> Result<Self, OutsideClasses> {
        if label < N && label <= u32::MAX as usize {
            Ok(Class(label as u32))
        } else {
            Err(OutsideClasses { label, classes: N })
        }
    }

    /// The label, below `N`.
    #[inline]
    pub const fn label(self) -> usize {
        self.0 as usize
    }

    /// The class of the largest entry, the first of equals. `NaN` is never the largest, unless all are.
    pub fn largest<T: Scalar>(scores: &[T; N]) -> Self {
        const { assert!(N > 0, "no class is the largest of none") };
        let mut best = 0;
        for i in 1..N {
            let is_nan = scores[best].partial_cmp(&scores[best]).is_none();
            if scores[i] > scores[best] || is_nan {
                best = i;
            }
        }
        Class(best as u32)
    }
}

/// A label that is none of the classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutsideClasses {
    /// The label.
    pub label: usize,
    /// How many classes there are.
    pub classes: usize,
}

impl fmt::Display for OutsideClasses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let OutsideClasses { label, classes } = self;
        match classes {
            0 => write!(f, "label {label} is no class: there are none"),
            _ => write!(f, "label {label} is none of the {classes} classes 0 to {}", classes - 1),
        }
    }
}

impl std::error::Error for OutsideClasses {}

/// The share of samples whose largest output is that of their label.
///
/// ```
/// use plies::{Class, accuracy};
///
/// let labels = [0, 1].map(|label| Class::<2>::new(label).unwrap());
/// assert_eq!(accuracy(&[[0.9, 0.1], [0.6, 0.4]], &labels), 0.5);
/// ```
///
/// # Panics
/// If there is no output, or not one label for each.
#[track_caller]
pub fn accuracy<T: Scalar, const N: usize>(outputs: &[[T; N]], labels: &[Class<N>]) -> f64 {
    paired("outputs", outputs.len(), labels.len());
    correct(outputs, labels) as f64 / labels.len() as f64
}

fn correct<T: Scalar, const N: usize>(outputs: &[[T; N]], labels: &[Class<N>]) -> usize {
    outputs.iter().zip(labels).filter(|(output, label)| Class::largest(output) == **label).count()
}

/// An output with an entry for each class: `[T; 10]`, whose labels are `Class<10>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no entry for each class",
    label = "no entry for each class",
    note = "labels are compared with one output `[T; classes]`; of several outputs, predict all and compare the one"
)]
pub trait Scores: Output {
    /// The label of one sample.
    type Class;

    /// How many samples have their label's output as the largest.
    fn correct(outputs: Self::Batch<'_>, labels: &[Self::Class]) -> usize;
}

impl<T: Scalar, const N: usize> Scores for [T; N] {
    type Class = Class<N>;

    fn correct(outputs: &[[T; N]], labels: &[Class<N>]) -> usize {
        correct(outputs, labels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_is_never_nan_unless_all_are() {
        assert_eq!(Class::largest(&[f32::NAN, 1.0, 2.0]).label(), 2);
        assert_eq!(Class::largest(&[1.0, f32::NAN, 0.0]).label(), 0);
        assert_eq!(Class::largest(&[2.0, 2.0]).label(), 0);
        assert_eq!(Class::largest(&[f64::NAN; 3]).label(), 2);
        assert_eq!(Class::largest(&[f64::NEG_INFINITY, f64::NAN]).label(), 0);
    }

    #[test]
    fn a_label_outside_the_classes_is_none() {
        assert_eq!(Class::<3>::new(3), Err(OutsideClasses { label: 3, classes: 3 }));
        assert!(Class::<0>::new(0).unwrap_err().to_string().ends_with("there are none"));
    }
}
