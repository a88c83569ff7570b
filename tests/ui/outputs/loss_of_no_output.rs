use plies::{Affine, MeanSquaredError, network};

network! {
    struct Net(x: [4]) -> (class: [3], size: [2]) {
        trunk: Affine::to(8),
        class: Affine::to(3),
        size: Affine::to(2) from trunk,
        loss: MeanSquaredError from trunk,
//~                                 ^^^^^ `trunk`
        //~ fix: loss: MeanSquaredError from size,
    }
}

fn main() {}
