//! What backward adds up.

use plies::{Add, Affine, Network, NodeInfo, network};

use crate::Products;

network! {
    pub(crate) struct Ends(a: [5], b: [5]) -> [3] {
        affine1: Affine::to(7) from a,
        affine2: Affine::to(7) from b,
        sum: Add from (affine1, affine2),
        affine3: Affine::to(3),
    }
}

network! {
    pub(crate) struct Kept(x: [5]) -> [3] {
        #[frozen]
        affine1: Affine::to(5),
        ends: Ends from (affine1, x),
        head: Affine::to(3),
        // A name that nothing reads is what is tried.
        #[allow(unused_variables)]
        aside: Affine::to(9) from x,
        sum: Add from (ends, head),
        #[frozen]
        last: Affine::to(3),
    }
}

network! {
    pub(crate) struct Twice(x: [4]) -> [4] { affine1: Affine::to(4), affine2: Affine::to(4) }
}

network! {
    pub(crate) struct Rows(x: [4]) -> [4] {
        #[frozen]
        first: Twice,
        twice: [Twice; 3],
        #[frozen]
        again: [Twice; 2],
    }
}

/// Takes three products for its parameters, and five for each input.
#[derive(Clone, Copy)]
pub(crate) struct Own;

impl Own {
    const fn shape_rule(self, inputs: plies::Inputs) -> plies::Rule {
        plies::Rule::takes([inputs.one()]).gives(inputs.one()).multiply_adds(1).backward_multiply_adds(3, 5)
    }
}

impl plies::Activation for Own {
    fn activate<T: plies::Scalar>(self, x: T) -> T {
        x
    }

    fn slope<T: plies::Scalar>(self, _: T, _: T) -> T {
        T::one()
    }
}

network! {
    pub(crate) struct Owned(x: [4]) -> [4] { own1: Own, affine1: Affine::to(4), owns: [Own; 2] }
}

#[test]
fn backward_counts_what_it_computes_and_nothing_else() {
    let backward =
        |nodes: &[NodeInfo]| nodes.iter().map(|node| node.backward_multiply_adds).collect::<Vec<_>>();
    // The first two have no gradient of their inputs to compute, the last one has both.
    assert_eq!(backward(Ends::<f32>::NODES), [35, 35, 0, 2 * 21]);
    // Above the nested network nothing is trained; its own last layer is asked for both. What is frozen behind passes its
    // gradient on; what is aside does not run.
    const ENDS: usize = 35 + 35 + 2 * 21;
    assert_eq!(backward(Kept::<f32>::NODES), [0, ENDS, 2 * 9, 0, 0, 9]);
    assert_eq!(Kept::<f32>::BACKWARD_MULTIPLY_ADDS, ENDS + 2 * 9 + 9);
    // Nothing goes back to `first`; the first of three is not asked for what feeds it; frozen ones for that alone.
    assert_eq!(backward(Rows::<f32>::NODES), [0, 3 * 4 * 16 - 16, 2 * 2 * 16]);
    // A rule's own count: nothing is trained above `own1`, and neither of `owns` has parameters.
    assert_eq!(backward(Owned::<f32>::NODES), [0, 16, 2 * 5]);
    // Products of two inputs, of which no gradient is asked.
    assert_eq!(Products::<f32>::BACKWARD_MULTIPLY_ADDS, 0);
}
