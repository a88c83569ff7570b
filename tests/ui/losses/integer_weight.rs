use plies::{Affine, MeanSquaredError, network};

network! {
    struct Net(x: [4]) -> [4] {
        affine1: Affine::to(4),
        loss: 2 * MeanSquaredError,
//~           ^ `f64`
        //~ fix: loss: 2.0 * MeanSquaredError,
    }
}

fn main() {}
