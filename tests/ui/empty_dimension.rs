use plies::{Affine, network};

network! {
    pub struct Net(x: [0]) -> [10] {
        affine1: Affine::to(10),
    }
}

fn main() {}
