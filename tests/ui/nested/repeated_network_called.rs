use plies::{Affine, Network, network};

network! {
    struct Block(x: [4]) -> [4] {
        affine1: Affine::to(4),
    }
}

network! {
    struct Net(x: [4]) -> [4] {
        blocks: [Block::new(1); 3],
//~             ^^^^^^^^^^^^^^^^^^ `Block` `blocks: [Block; 3]`
        //~ fix: blocks: [Block; 3],
    }
}

fn main() {}
