use plies::{Affine, MeanAbsoluteError, MeanSquaredError, network};

network! {
    struct Net(x: [4]) -> [4] {
        affine1: Affine::to(4),
        loss: MeanSquaredError,
        loss: MeanAbsoluteError,
//~     ^^^^ `loss`
        //~ fix:
    }
}

fn main() {}
