use plies::{Affine, MeanSquaredError, SoftmaxWithLoss, network};

network! {
    struct Net(x: [4]) -> (class: [3], size: [2]) {
        class: Affine::to(3),
        size: Affine::to(2) from x,
        loss: SoftmaxWithLoss from class,
        loss: MeanSquaredError from class,
//~     ^^^^
        //~ fix: loss: MeanSquaredError from size,
    }
}

fn main() {}
