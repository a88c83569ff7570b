use plies::{Affine, SoftmaxWithLoss, network};

network! {
    pub struct Net(x: [784]) -> [10] {
//~                             ^^^^ `Net` [10] `affine1` [50]
    //~ fix: pub struct Net(x: [784]) -> [50] {
        affine1: Affine::new(784, 50),
        loss: SoftmaxWithLoss,
    }
}

fn main() {}
