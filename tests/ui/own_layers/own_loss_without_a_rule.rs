use plies::{Affine, network};

#[derive(Clone, Copy)]
pub struct Mine;

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
        loss: Mine,
//~           ^^^^ `Mine`
        //~ fix: loss: plies::MeanSquaredError,
    }
}

fn main() {}
