//! What the code that `network!` writes is made of.

use std::ops::Range;

use crate::{Message, Rule, Scalar, Shape};

pub use crate::advice::{Number, Say, advice, advice_on_loss};
pub use crate::budget::{check_macs, check_parameters, check_ram};
pub use crate::buffer::Buffer;
pub use crate::check::{
    Feed, Link, Node, Read, Written, are_of_other_rank, check, check_is_loss, check_layer, check_loss,
    check_output, check_shape, check_weight, is_odd,
};
pub use crate::embedded::{Saved, SavedNode, check_weights, embed};
pub use crate::kept::{Values, check_in_place, is_deferred, is_over, rectify, rectify_back};
pub use crate::layer::Context;
pub use crate::layout::{FieldLayout, Layout, Made};
pub use crate::node_info::{Counts, NodeInfo, said_of_all};
pub use crate::outputs::{Unjudged, Weighted};
pub use crate::plan::{Need, Plan};
pub use crate::repeat::Repeat;
pub use crate::stored::Stored;
pub use crate::way_back::{Along, Descending, Rest, ToGradient, WayBack};
pub use crate::work::{Reach, Step, multiply_adds};

/// The parameters of a network's node, by its number: a public name for a type that is spelled with private constants.
pub trait Field<const NODE: usize> {
    type Parameters;
}

/// What is done with a value and its gradient, by the number of the value.
pub type Visit<'a, T> = dyn FnMut(usize, &[T], &[T]) + 'a;

/// What an editor shows of a network (0), its inputs and its nodes, numbered from 1 on.
pub trait EditorText<const WHAT: usize> {
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

/// The working memory of a layer that is repeated to and fro between its input and its output.
pub const fn scratch_to_and_fro(rule: &Rule, count: usize) -> usize {
    rule.scratch_len() - rule.between(count)
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

/// Pieces of a buffer that a plan has for one node.
#[inline(always)]
pub fn pieces<T, const COUNT: usize>(buffer: &mut [T], ranges: [Range<usize>; COUNT]) -> [&mut [T]; COUNT] {
    buffer.get_disjoint_mut(ranges).expect("what is needed at a time lies apart")
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
