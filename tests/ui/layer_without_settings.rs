use plies::{Affine, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine,
        affine2: Affine::to(10),
    }
}

fn main() {}
