use plies::{Affine, CrossEntropy, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 10),
        loss: CrossEntropy::new().class_weights(&[1.0, 2.0, 3.0]),
//~           ^^^^^^^^^^^^ `CrossEntropy` [10] `affine1`
        //~ fix: loss: CrossEntropy::new().class_weights(&[1.0, 2.0, 3.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]),
    }
}

fn main() {}
