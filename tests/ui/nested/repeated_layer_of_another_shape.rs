use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [2] {
        blocks: [Affine::to(5); 3],
//~             ^^^^^^^^^^^^^^^^^^ `blocks` [5] [4] `x`
        //~ fix: blocks: [Affine::to(4); 3],
        affine1: Affine::new(5, 2),
        //~ fix: affine1: Affine::new(4, 2),
    }
}

fn main() {}
