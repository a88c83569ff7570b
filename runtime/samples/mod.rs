//! Samples, and batches of them.

mod array;
mod tuple;

use std::ops::Range;

use crate::{Scalar, Zeroed};

// Why there is `slice(batch, 0..len)` and `reborrow`: where the type of a sample is not known, neither is it that a batch may
// be held for a shorter time than it lives.

/// What a layer is fed, one sample of it: an array such as `[T; 784]`, or a tuple where there are several inputs.
///
/// A batch is a slice of samples, one after the other. In memory it is an `SMatrix<T, 784, N>` of nalgebra, whose
/// columns are samples, and an array of shape `(N, 784)` of NumPy or PyTorch.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no sample",
    label = "no sample",
    note = "a sample is an array, such as `[f32; 784]`, or a tuple of arrays where there are several inputs"
)]
pub trait Samples: Sample<Self> + Sized + 'static {
    /// A batch: `&[[T; 784]]`.
    type Batch<'a>: Copy;
    /// Where the gradient of a batch goes: `Option<&mut [[T; 784]]>`, `None` where nobody asks.
    type Gradient<'a>;
    /// Memory for a batch that is put together sample by sample: `Vec<[T; 784]>`.
    type Gathered;

    /// Memory for up to so many samples.
    fn gathered(capacity: usize) -> Self::Gathered;
    /// Takes all samples out.
    fn clear(gathered: &mut Self::Gathered);
    /// Puts a copy of this sample in.
    fn gather(&self, gathered: &mut Self::Gathered);
    /// The samples that were put in.
    fn batch_of(gathered: &Self::Gathered) -> Self::Batch<'_>;
    /// A batch of this sample alone.
    fn batch_of_one(&self) -> Self::Batch<'_>;
    /// Room for the gradient of a batch of one.
    fn gradient_of_one(&mut self) -> Self::Gradient<'_>;
    /// Where a gradient goes that nobody asks for.
    fn nowhere<'a>() -> Self::Gradient<'a>;
    /// How many samples there are.
    ///
    /// # Panics
    /// If there are several inputs, and not equally many samples of each.
    fn len(batch: Self::Batch<'_>) -> usize;
    /// How many samples there is room for; `None` where nobody asks.
    fn gradient_len(gradient: &Self::Gradient<'_>) -> Option<usize>;
    /// Some of the samples.
    fn slice<'long: 'short, 'short>(batch: Self::Batch<'long>, range: Range<usize>) -> Self::Batch<'short>;
    /// The same gradient, for as long as `self` is borrowed.
    fn reborrow<'short>(gradient: &'short mut Self::Gradient<'_>) -> Self::Gradient<'short>;
}

/// What is a sample like `X`, and that is `X` alone. [`Batches::new`](crate::Batches::new) asks for it.
///
/// It says no more than [`Samples`], which is all that a function of one's own needs:
///
/// ```
/// use plies::{Batches, Samples};
///
/// fn batches<X: Samples>(x: &[X], targets: &[u8]) -> usize {
///     Batches::new(x, targets, 10, 1).batches()
/// }
/// assert_eq!(batches(&[[0.5_f32; 4]; 25], &[0; 25]), 3);
/// ```
// Which batches something else would make, nobody knows. So rustc says that it is no sample, and no more: it would say more of
// batches that it knows, and that there must not be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no sample",
    label = "no sample",
    note = "a sample is an array, such as `[f32; 784]`, or a tuple of arrays where there are several inputs; a `Vec` becomes one by \
            `<[f32; 784]>::try_from(vec)`"
)]
pub trait Sample<X>: Sized {
    /// The same samples.
    #[doc(hidden)]
    fn same(samples: &[Self]) -> &[X];
}

/// What a layer gives, one sample of it: an array such as `[T; 10]`.
pub trait Output: Samples + Zeroed {
    /// `f32` or `f64`.
    type Scalar: Scalar;
    /// Room for a batch: `&mut [[T; 10]]`.
    type BatchMut<'a>;
    /// Memory for a batch of up to `N` samples.
    type Memory<const N: usize>: Zeroed;

    /// Room for a batch of this sample alone.
    fn room_for_one(&mut self) -> Self::BatchMut<'_>;
    /// The first `n` samples in memory.
    fn batch<const N: usize>(memory: &Self::Memory<N>, n: usize) -> Self::Batch<'_>;
    /// Room for the first `n` samples in memory.
    fn batch_mut<const N: usize>(memory: &mut Self::Memory<N>, n: usize) -> Self::BatchMut<'_>;
    /// How many samples there is room for.
    fn len_mut(batch: &Self::BatchMut<'_>) -> usize;
    /// Room for some of the samples.
    fn slice_mut<'short>(
        batch: &'short mut Self::BatchMut<'_>,
        range: Range<usize>,
    ) -> Self::BatchMut<'short>;
}

/// An output that is one number: `[T; 1]`.
pub trait Number: Output {
    /// The number of the first sample.
    fn first(batch: Self::Batch<'_>) -> Self::Scalar;
    /// The number 1.
    fn one() -> Self;
}

/// How many there are of what has a target each.
#[track_caller]
pub(crate) fn paired(what: &str, count: usize, targets: usize) -> usize {
    assert!(count == targets, "there are {count} {what}, and {targets} targets");
    assert!(count > 0, "the mean over no samples is not a number");
    count
}

/// All samples, up to `most` at a time.
pub(crate) fn ranges(samples: usize, most: usize) -> impl Iterator<Item = Range<usize>> {
    (0..samples).step_by(most).map(move |start| start..samples.min(start + most))
}
