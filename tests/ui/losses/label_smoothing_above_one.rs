use plies::{Affine, CrossEntropy, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 10),
        loss: CrossEntropy::new().label_smoothing(10.0),
//~           ^^^^^^^^^^^^ `CrossEntropy` [10] `affine1`
        //~ fix: loss: CrossEntropy::new().label_smoothing(0.1),
    }
}

fn main() {}
