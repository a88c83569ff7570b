use plies::{Affine, CrossEntropy, network};

network! {
    struct Net(x: [4]) -> [1] {
    //~ fix: struct Net(x: [4]) -> [2] {
        affine1: Affine::to(1),
        //~ fix: affine1: Affine::to(2),
        loss: CrossEntropy::new(),
//~           ^^^^^^^^^^^^ `CrossEntropy` [1] `affine1`
    }
}

fn main() {}
