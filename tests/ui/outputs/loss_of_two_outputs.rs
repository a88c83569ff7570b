use plies::{Affine, MeanSquaredError, network};

network! {
    struct Net(x: [4]) -> (class: [3], size: [2]) {
        class: Affine::to(3),
        size: Affine::to(2) from x,
        loss: MeanSquaredError from (class, size),
//~                            ^^^^
        //~ fix: loss: MeanSquaredError from class, loss: MeanSquaredError from size,
    }
}

fn main() {}
