use plies::{Affine, SoftmaxWithLoss, network};

network! {
    pub struct Net(x: [0]) -> [10] {
//~                   ^^^
    //~ fix: pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 10),
        loss: SoftmaxWithLoss,
    }
}

fn main() {}
