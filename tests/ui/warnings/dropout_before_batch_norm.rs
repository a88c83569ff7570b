#![deny(deprecated)]

use plies::{Affine, BatchNorm, Dropout, Relu, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::to(50),
        dropout1: Dropout::new(0.5),
        //~ fix: norm1: BatchNorm::new(),
        relu1: Relu,
        norm1: BatchNorm::new(),
//~            ^^^^^^^^^
        //~ fix: dropout1: Dropout::new(0.5),
        affine2: Affine::to(10),
    }
}

fn main() {}
