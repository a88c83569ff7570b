use plies::{Affine, SoftmaxWithLoss, network};

network! {
    pub struct Net(x: [784]) -> [1] {
        affine1: Affine::new(784, 1),
        loss: SoftmaxWithLoss,
//~           ^^^^^^^^^^^^^^^ `SoftmaxWithLoss` [1] `affine1`
        //~ fix: loss: plies::MeanSquaredError,
    }
}

fn main() {}
