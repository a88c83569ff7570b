use plies::{Affine, MeanAbsoluteError, MeanSquaredError, network};

network! {
    struct Net(x: [4]) -> (y: [4], z: [4]) {
        y: Affine::to(4),
        z: Affine::to(4) from x,
        loss: MeanSquaredError + MeanAbsoluteError from y,
//~                            ^ `+`
        //~ fix: loss: MeanSquaredError from y, loss: MeanAbsoluteError from z,
    }
}

fn main() {}
