use plies::{Affine, SoftmaxWithLoss, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 10),
        lose: SoftmaxWithLoss,
//~           ^^^^^^^^^^^^^^^ `lose` `SoftmaxWithLoss`
        //~ fix: loss: SoftmaxWithLoss,
    }
}

fn main() {}
