use plies::{Affine, Network, network};

network! {
    struct Block(x: [4]) -> [4] {
        affine1: Affine::to(4),
    }
}

network! {
    struct Net(x: [4]) -> [4] {
        affine1: Affine::to(4),
        loss: Block::new(1),
//~           ^^^^^ `Block`
        //~ fix: block: Block,
    }
}

fn main() {}
