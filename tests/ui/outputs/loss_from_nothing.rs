use plies::{Affine, MeanSquaredError, network};

network! {
    struct Net(x: [4]) -> (class: [3], size: [2]) {
        class: Affine::to(3),
        size: Affine::to(2) from x,
        loss: MeanSquaredError from (),
//~                            ^^^^
        //~ fix: loss: MeanSquaredError from class,
    }
}

fn main() {}
