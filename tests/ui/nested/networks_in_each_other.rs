use plies::{Affine, Relu, network};

network! {
    struct Block(x: [4]) -> [4] {
        affine1: Affine::to(4),
        stage: Stage,
    }
}

network! {
    struct Stage(x: [4]) -> [4] {
        block: Block,
//~            ^^^^^ `Stage` `Block`
        //~ fix:
        relu1: Relu,
    }
}

fn main() {}
