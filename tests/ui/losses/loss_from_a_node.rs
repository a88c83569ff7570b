use plies::{Affine, MeanSquaredError, network};

network! {
    struct Net(x: [4]) -> [4] {
        affine1: Affine::to(4),
        loss: MeanSquaredError from affine1,
//~                            ^^^^ `from`
        //~ fix: loss: MeanSquaredError,
    }
}

fn main() {}
