use plies::{Affine, network};

network! {
    pub struct Net() -> [10] {
        affine1: Affine::to(10),
    }
}

fn main() {}
