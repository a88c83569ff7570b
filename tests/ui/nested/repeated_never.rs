use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [2] {
        blocks: [Affine::to(4); 0],
//~             ^^^^^^^^^^^^^^^^^^ `blocks` [4] `x`
        //~ fix: blocks: [Affine::to(4); 1],
        affine1: Affine::to(2),
    }
}

fn main() {}
