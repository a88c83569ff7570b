//! Batches of any number of inputs, to and from lists of entries.

use plies::{Samples, Scalar};

/// The samples of one input, or of a tuple of several.
pub trait Inputs<T>: Samples {
    /// A batch, from the entries of each input.
    fn from_entries(each: &mut dyn Iterator<Item = Vec<T>>) -> Self::Gathered;

    /// Room for the gradient of a batch, in place of the batch.
    fn room(batch: &mut Self::Gathered) -> Self::Gradient<'_>;

    /// Visits the entries of each input.
    fn each(batch: &Self::Gathered, visit: &mut dyn FnMut(&[T]));
}

impl<T: Scalar, const F: usize> Inputs<T> for [T; F] {
    fn from_entries(each: &mut dyn Iterator<Item = Vec<T>>) -> Vec<[T; F]> {
        let entries = each.next().expect("there are entries for each input");
        let (samples, rest) = entries.as_chunks();
        assert!(rest.is_empty(), "there are {} entries, and {F} to a sample", entries.len());
        samples.to_vec()
    }

    fn room(batch: &mut Vec<[T; F]>) -> Option<&mut [[T; F]]> {
        Some(batch)
    }

    fn each(batch: &Vec<[T; F]>, visit: &mut dyn FnMut(&[T])) {
        visit(batch.as_flattened());
    }
}

macro_rules! tuple {
    ($($input:ident $i:tt),*) => {
        impl<T: Scalar, $($input: Inputs<T>),*> Inputs<T> for ($($input,)*) {
            fn from_entries(each: &mut dyn Iterator<Item = Vec<T>>) -> Self::Gathered {
                ($($input::from_entries(each),)*)
            }

            fn room(batch: &mut Self::Gathered) -> Self::Gradient<'_> {
                ($($input::room(&mut batch.$i),)*)
            }

            fn each(batch: &Self::Gathered, visit: &mut dyn FnMut(&[T])) {
                $($input::each(&batch.$i, visit);)*
            }
        }
    };
}

tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
