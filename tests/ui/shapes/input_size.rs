use plies::{Affine, Relu, SoftmaxWithLoss, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 50),
        relu1: Relu,
        affine2: Affine::new(100, 10),
//~              ^^^^^^ `affine2` [100] `relu1` [50]
        //~ fix: affine2: Affine::new(50, 10),
        loss: SoftmaxWithLoss,
    }
}

fn main() {}
