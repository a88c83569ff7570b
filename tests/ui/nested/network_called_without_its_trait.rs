use plies::{Affine, network};

network! {
    struct Block(x: [4]) -> [4] {
        affine1: Affine::to(4),
    }
}

network! {
    struct Net(x: [4]) -> [4] {
        block: Block::new(1),
//~            ^^^^^ `Block` `block: Block`
        //~ fix: block: Block,
    }
}

fn main() {}
