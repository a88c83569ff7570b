#![deny(deprecated)]

use plies::{Affine, Softmax, SoftmaxWithLoss, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::to(10),
        softmax1: Softmax,
        //~ fix:
        loss: SoftmaxWithLoss,
//~           ^^^^^^^^^^^^^^^
    }
}

fn main() {}
