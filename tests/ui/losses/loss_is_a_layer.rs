use plies::{Affine, Softmax, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 10),
        loss: Softmax,
//~           ^^^^^^^ `Softmax`
        //~ fix: loss: plies::SoftmaxWithLoss,
    }
}

fn main() {}
