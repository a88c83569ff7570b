use plies::{Affine, MeanSquaredError, network};

network! {
    struct Net(x: [4]) -> [4] {
        affine1: Affine::to(4),
        loss: MeanSquaredError / 2.0,
//~                            ^ `/` `0.5 * MeanSquaredError`
        //~ fix: loss: 0.5 * MeanSquaredError,
    }
}

fn main() {}
