//! A sample of one input is an array.

use std::ops::Range;
use std::slice;

use crate::{Number, Output, Sample, Samples, Scalar};

impl<T: Copy + 'static, const F: usize> Sample<[T; F]> for [T; F] {
    #[inline]
    fn same(samples: &[[T; F]]) -> &[[T; F]] {
        samples
    }
}

// Of whatever can be copied: a data set may stay in bytes until a batch of it becomes numbers.
impl<T: Copy + 'static, const F: usize> Samples for [T; F] {
    type Batch<'a> = &'a [[T; F]];
    type Gradient<'a> = Option<&'a mut [[T; F]]>;
    type Gathered = Vec<[T; F]>;

    fn gathered(capacity: usize) -> Vec<[T; F]> {
        Vec::with_capacity(capacity)
    }

    #[inline]
    fn clear(gathered: &mut Vec<[T; F]>) {
        gathered.clear();
    }

    #[inline]
    fn gather(&self, gathered: &mut Vec<[T; F]>) {
        // Not `push`, which may take a large sample over the stack.
        gathered.extend_from_slice(slice::from_ref(self));
    }

    #[inline]
    fn batch_of(gathered: &Vec<[T; F]>) -> &[[T; F]] {
        gathered
    }

    #[inline]
    fn batch_of_one(&self) -> &[[T; F]] {
        slice::from_ref(self)
    }

    #[inline]
    fn gradient_of_one(&mut self) -> Option<&mut [[T; F]]> {
        Some(slice::from_mut(self))
    }

    #[inline]
    fn nowhere<'a>() -> Option<&'a mut [[T; F]]> {
        None
    }

    #[inline]
    fn len(batch: &[[T; F]]) -> usize {
        batch.len()
    }

    #[inline]
    fn gradient_len(gradient: &Option<&mut [[T; F]]>) -> Option<usize> {
        gradient.as_ref().map(|gradient| gradient.len())
    }

    #[inline]
    fn slice<'long: 'short, 'short>(batch: &'long [[T; F]], range: Range<usize>) -> &'short [[T; F]] {
        &batch[range]
    }

    #[inline]
    fn reborrow<'short>(gradient: &'short mut Option<&mut [[T; F]]>) -> Option<&'short mut [[T; F]]> {
        gradient.as_deref_mut()
    }
}

impl<T: Scalar, const F: usize> Output for [T; F] {
    type Scalar = T;
    type BatchMut<'a> = &'a mut [[T; F]];
    type Memory<const N: usize> = [[T; F]; N];

    #[inline]
    fn room_for_one(&mut self) -> &mut [[T; F]] {
        slice::from_mut(self)
    }

    #[inline]
    fn batch<const N: usize>(memory: &[[T; F]; N], n: usize) -> &[[T; F]] {
        &memory[..n]
    }

    #[inline]
    fn batch_mut<const N: usize>(memory: &mut [[T; F]; N], n: usize) -> &mut [[T; F]] {
        &mut memory[..n]
    }

    #[inline]
    fn len_mut(batch: &&mut [[T; F]]) -> usize {
        batch.len()
    }

    #[inline]
    fn slice_mut<'short>(batch: &'short mut &mut [[T; F]], range: Range<usize>) -> &'short mut [[T; F]] {
        &mut batch[range]
    }
}

impl<T: Scalar> Number for [T; 1] {
    #[inline]
    fn first(batch: &[[T; 1]]) -> T {
        batch[0][0]
    }

    #[inline]
    fn one() -> [T; 1] {
        [T::one()]
    }
}
