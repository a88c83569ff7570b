use plies::{Affine, network};

mod inner {
    use super::*;

    network! {
        struct Block(x: [4]) -> [4] {
        //~ fix: pub struct Block(x: [4]) -> [4] {
            affine1: Affine::to(4),
        }
    }
}

network! {
    pub struct Net(x: [4]) -> [4] {
        block: inner::Block,
//~                   ^^^^^ `Block` (no remedy)
    }
}

fn main() {}
