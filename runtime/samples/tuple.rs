//! A sample of several inputs is a tuple of their samples.

use std::ops::Range;

use crate::{Output, Sample, Samples, Scalar, Zeroed};

macro_rules! tuple {
    ($($input:ident $i:tt),*) => {
        impl<$($input: Samples),*> Sample<($($input,)*)> for ($($input,)*) {
            #[inline]
            fn same(samples: &[Self]) -> &[Self] {
                samples
            }
        }

        impl<$($input: Samples),*> Samples for ($($input,)*) {
            type Batch<'a> = ($($input::Batch<'a>,)*);
            type Gradient<'a> = ($($input::Gradient<'a>,)*);
            type Gathered = ($($input::Gathered,)*);

            fn gathered(capacity: usize) -> Self::Gathered {
                ($($input::gathered(capacity),)*)
            }

            #[inline]
            fn clear(gathered: &mut Self::Gathered) {
                $($input::clear(&mut gathered.$i);)*
            }

            #[inline]
            fn gather(&self, gathered: &mut Self::Gathered) {
                $(self.$i.gather(&mut gathered.$i);)*
            }

            #[inline]
            fn batch_of(gathered: &Self::Gathered) -> Self::Batch<'_> {
                ($($input::batch_of(&gathered.$i),)*)
            }

            #[inline]
            fn batch_of_one(&self) -> Self::Batch<'_> {
                ($(self.$i.batch_of_one(),)*)
            }

            #[inline]
            fn gradient_of_one(&mut self) -> Self::Gradient<'_> {
                ($(self.$i.gradient_of_one(),)*)
            }

            #[inline]
            fn nowhere<'a>() -> Self::Gradient<'a> {
                ($($input::nowhere(),)*)
            }

            #[inline]
            fn len(batch: Self::Batch<'_>) -> usize {
                let lens = [$($input::len(batch.$i)),*];
                assert!(
                    lens.iter().all(|len| *len == lens[0]),
                    "every input has the same number of samples, but these have {lens:?}",
                );
                lens[0]
            }

            #[inline]
            fn gradient_len(gradient: &Self::Gradient<'_>) -> Option<usize> {
                let mut lens = [$($input::gradient_len(&gradient.$i)),*].into_iter().flatten();
                let first = lens.next()?;
                assert!(
                    lens.all(|len| len == first),
                    "the gradient of every input has the same number of samples",
                );
                Some(first)
            }

            #[inline]
            fn slice<'long: 'short, 'short>(
                batch: Self::Batch<'long>,
                range: Range<usize>,
            ) -> Self::Batch<'short> {
                ($($input::slice(batch.$i, range.clone()),)*)
            }

            #[inline]
            fn reborrow<'short>(gradient: &'short mut Self::Gradient<'_>) -> Self::Gradient<'short> {
                ($($input::reborrow(&mut gradient.$i),)*)
            }
        }

        impl<T: Scalar, $($input: Output<Scalar = T>),*> Output for ($($input,)*) {
            type Scalar = T;
            type BatchMut<'a> = ($($input::BatchMut<'a>,)*);
            type Memory<const N: usize> = ($($input::Memory<N>,)*);

            #[inline]
            fn room_for_one(&mut self) -> Self::BatchMut<'_> {
                ($(self.$i.room_for_one(),)*)
            }

            #[inline]
            fn batch<const N: usize>(memory: &Self::Memory<N>, n: usize) -> Self::Batch<'_> {
                ($($input::batch(&memory.$i, n),)*)
            }

            #[inline]
            fn batch_mut<const N: usize>(memory: &mut Self::Memory<N>, n: usize) -> Self::BatchMut<'_> {
                ($($input::batch_mut(&mut memory.$i, n),)*)
            }

            #[inline]
            fn len_mut(batch: &Self::BatchMut<'_>) -> usize {
                let lens = [$($input::len_mut(&batch.$i)),*];
                assert!(
                    lens.iter().all(|len| *len == lens[0]),
                    "there is room for equally many samples of every output, but here for {lens:?}",
                );
                lens[0]
            }

            #[inline]
            fn slice_mut<'short>(
                batch: &'short mut Self::BatchMut<'_>,
                range: Range<usize>,
            ) -> Self::BatchMut<'short> {
                ($($input::slice_mut(&mut batch.$i, range.clone()),)*)
            }
        }

        // SAFETY: a tuple is zeros where its fields are, whatever lies between them.
        unsafe impl<$($input: Zeroed),*> Zeroed for ($($input,)*) {}
    };
}

tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
