//! Batches whose entries can be changed one by one.

use crate::Samples;

/// Samples of `f64`, of which a check keeps a copy that it can change.
pub trait Entries: Samples {
    /// Copies a batch.
    fn copied(batch: Self::Batch<'_>) -> Self::Gathered;
    /// Room for a gradient, in place of the copy.
    fn gradient(copied: &mut Self::Gathered) -> Self::Gradient<'_>;
    /// The entries of each input, sample after sample.
    fn slices(copied: &mut Self::Gathered) -> Vec<&mut [f64]>;
}

impl<const F: usize> Entries for [f64; F] {
    fn copied(batch: &[[f64; F]]) -> Vec<[f64; F]> {
        batch.to_vec()
    }

    fn gradient(copied: &mut Vec<[f64; F]>) -> Option<&mut [[f64; F]]> {
        Some(copied)
    }

    fn slices(copied: &mut Vec<[f64; F]>) -> Vec<&mut [f64]> {
        vec![copied.as_flattened_mut()]
    }
}

macro_rules! tuple {
    ($($input:ident $i:tt),*) => {
        impl<$($input: Entries),*> Entries for ($($input,)*) {
            fn copied(batch: Self::Batch<'_>) -> Self::Gathered {
                ($($input::copied(batch.$i),)*)
            }

            fn gradient(copied: &mut Self::Gathered) -> Self::Gradient<'_> {
                ($($input::gradient(&mut copied.$i),)*)
            }

            fn slices(copied: &mut Self::Gathered) -> Vec<&mut [f64]> {
                let mut all = vec![];
                $(all.extend($input::slices(&mut copied.$i));)*
                all
            }
        }
    };
}

tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
