#![deny(unused_variables)]

use plies::{Affine, Relu, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 50),
        relu1: Relu,
//~     ^^^^^ `relu1`
        affine2: Affine::new(784, 10) from x,
        //~ fix: affine2: Affine::new(50, 10),
    }
}

fn main() {}
