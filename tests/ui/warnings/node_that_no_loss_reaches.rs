#![deny(deprecated)]

use plies::{Affine, Relu, SoftmaxWithLoss, network};

network! {
    pub struct Net(x: [784]) -> (class: [10], size: [2]) {
        affine1: Affine::to(50),
        relu1: Relu,
        class: Affine::to(10),
        size: Affine::to(2) from relu1,
//~           ^^^^^^
        //~ fix: #[frozen] size: Affine::to(2) from relu1,
        loss: SoftmaxWithLoss from class,
    }
}

fn main() {}
