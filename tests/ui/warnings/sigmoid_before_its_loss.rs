#![deny(deprecated)]

use plies::{Affine, BinaryCrossEntropyWithLogits, Sigmoid, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::to(10),
        sigmoid1: Sigmoid,
        //~ fix:
        loss: BinaryCrossEntropyWithLogits::new(),
//~           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    }
}

fn main() {}
