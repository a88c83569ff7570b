#![deny(deprecated)]

use plies::{Affine, Relu, Sigmoid, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::to(50),
        relu1: Relu,
        sigmoid1: Sigmoid,
//~               ^^^^^^^
        //~ fix:
        affine2: Affine::to(10),
    }
}

fn main() {}
