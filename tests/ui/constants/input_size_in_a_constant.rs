use plies::{Affine, SoftmaxWithLoss, network};

const HIDDEN: usize = 100;

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 50),
        affine2: Affine::new(HIDDEN, 10),
//~              ^^^^^^ `affine2` [100] `affine1` [50]
        //~ fix: affine2: Affine::new(50, 10),
        loss: SoftmaxWithLoss,
    }
}

fn main() {}
