use plies::{Affine, CrossEntropy, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 10),
        loss: CrossEntropy::new().label_smoothing(10.0),
    }
}

fn main() {}
