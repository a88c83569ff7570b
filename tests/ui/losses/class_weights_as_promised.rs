use plies::{Affine, CrossEntropy, network};

network! {
    struct Net(x: [8]) -> [3] {
//~                       ^^^ `Net` [3] `affine1` [4]
        affine1: Affine::to(4),
        //~ fix: affine1: Affine::to(3),
        loss: CrossEntropy::new().class_weights(&[1.0, 2.0, 3.0]),
    }
}

fn main() {}
