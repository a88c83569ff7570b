//! What the code that `network!` writes is made of.

use crate::{Message, Rule, Scalar, Shape};

pub use crate::advice::{Number, Say, advice, advice_on_loss};
pub use crate::budget::{check_macs, check_parameters, check_ram};
pub use crate::check::{
    Feed, Link, Node, Read, check, check_loss, check_output, check_shape, check_weight, is_odd,
};
pub use crate::layer::Context;
pub use crate::node_info::{Counts, NodeInfo, said_of_all};
pub use crate::outputs::{Unjudged, Weighted};
pub use crate::repeat::Repeat;
pub use crate::work::{Reach, Step, multiply_adds};

/// The parameters of a network's node, by its number: a public name for a type that is spelled with private constants.
pub trait Field<const NODE: usize> {
    type Parameters;
}

/// What is done with a value and its gradient.
pub type Visit<'a, T> = dyn FnMut(&[T], &[T]) + 'a;

/// What an editor shows of a network (0), its inputs and its nodes, numbered from 1 on.
pub trait Said<const WHAT: usize> {
    const TEXT: Message;
}

/// The sum of what the nodes of a network count.
pub const fn sum(counts: &[usize]) -> usize {
    let (mut sum, mut i) = (0usize, 0);
    while i < counts.len() {
        sum = sum.saturating_add(counts[i]);
        i += 1;
    }
    sum
}

/// The shape of dimensions in a header; another where they are none, which [`check_shape`] says.
pub const fn shape(dims: &[usize]) -> Shape {
    Shape::near(dims)
}

/// The rule of a layer that is repeated.
pub const fn repeated(rule: Rule, count: usize) -> Rule {
    rule.repeated(count)
}

/// A size of a node. `Fits` holds the node's check: where that fails, rustc takes the size for an error, and says no
/// more of what depends on it.
pub const fn sized<Fits>(size: usize) -> usize {
    size
}

/// The largest of some sizes, 0 of none.
pub const fn largest(sizes: &[usize]) -> usize {
    let (mut largest, mut i) = (0, 0);
    while i < sizes.len() {
        if sizes[i] > largest {
            largest = sizes[i];
        }
        i += 1;
    }
    largest
}

/// Room for `n` samples of up to `len` entries, and what is left.
#[inline]
pub fn room<T>(values: &mut [T], n: usize, len: usize) -> (&mut [T], &mut [T]) {
    values.split_at_mut(n * len)
}

/// The first samples in room that has held others.
#[inline]
pub fn samples<T, const F: usize>(room: &[T], n: usize) -> &[[T; F]] {
    &room.as_chunks().0[..n]
}

/// Room for samples where others were.
#[inline]
pub fn samples_mut<T, const F: usize>(room: &mut [T], n: usize) -> &mut [[T; F]] {
    &mut room.as_chunks_mut().0[..n]
}

/// The gradient of an input that no output depends on.
pub fn clear<T: Scalar, const F: usize>(dx: &mut Option<&mut [[T; F]]>) {
    if let Some(dx) = dx {
        dx.as_flattened_mut().fill(T::zero());
    }
}

/// Adds the gradient of a further use of a value.
#[inline]
pub fn add<T: Scalar, const F: usize>(sum: &mut [[T; F]], more: &[[T; F]]) {
    for (sum, more) in sum.iter_mut().zip(more) {
        for i in 0..F {
            sum[i] += more[i];
        }
    }
}
