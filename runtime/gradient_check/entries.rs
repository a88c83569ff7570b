//! Batches whose entries can be changed one by one.

use crate::Samples;

/// Samples of `f64`, of which a check keeps a copy that it can change.
pub trait Entries: Samples {
    /// A copy of a batch.
    type Owned;

    /// Copies a batch.
    fn owned(batch: Self::Batch<'_>) -> Self::Owned;
    /// The batch again.
    fn batch(owned: &Self::Owned) -> Self::Batch<'_>;
    /// Room for a gradient, in place of the copy.
    fn gradient(owned: &mut Self::Owned) -> Self::Gradient<'_>;
    /// The entries of each input, sample after sample.
    fn slices(owned: &mut Self::Owned) -> Vec<&mut [f64]>;
}

impl<const F: usize> Entries for [f64; F] {
    type Owned = Vec<[f64; F]>;

    fn owned(batch: &[[f64; F]]) -> Self::Owned {
        batch.to_vec()
    }

    fn batch(owned: &Self::Owned) -> &[[f64; F]] {
        owned
    }

    fn gradient(owned: &mut Self::Owned) -> Option<&mut [[f64; F]]> {
        Some(owned)
    }

    fn slices(owned: &mut Self::Owned) -> Vec<&mut [f64]> {
        vec![owned.as_flattened_mut()]
    }
}

macro_rules! tuple {
    ($($input:ident $i:tt),*) => {
        impl<$($input: Entries),*> Entries for ($($input,)*) {
            type Owned = ($($input::Owned,)*);

            fn owned(batch: Self::Batch<'_>) -> Self::Owned {
                ($($input::owned(batch.$i),)*)
            }

            fn batch(owned: &Self::Owned) -> Self::Batch<'_> {
                ($($input::batch(&owned.$i),)*)
            }

            fn gradient(owned: &mut Self::Owned) -> Self::Gradient<'_> {
                ($($input::gradient(&mut owned.$i),)*)
            }

            fn slices(owned: &mut Self::Owned) -> Vec<&mut [f64]> {
                let mut all = vec![];
                $(all.extend($input::slices(&mut owned.$i));)*
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
