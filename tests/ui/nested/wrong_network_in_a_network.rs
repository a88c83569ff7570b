use plies::{Affine, Relu, network};

network! {
    struct Block(x: [4]) -> [4] {
        affine1: Affine::new(5, 4),
//~              ^^^^^^ `affine1` [5] `x` [4]
        //~ fix: affine1: Affine::new(4, 4),
        relu1: Relu,
    }
}

network! {
    struct Net(x: [4]) -> [2] {
        blocks: [Block; 3],
        affine1: Affine::to(2),
    }
}

fn main() {}
