use plies::{Affine, network};
//~ fix: use plies::{Affine, SoftmaxWithLoss, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::new(4, 2),
        loss: SoftmaxWithLoss,
//~           ^^^^^^^^^^^^^^^ `SoftmaxWithLoss` (no remedy)
    }
}

fn main() {}
