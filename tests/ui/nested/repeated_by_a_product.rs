use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [4] {
        blocks: 3 * Affine::to(4),
//~             ^ `[Affine::to(4); 3]`
        //~ fix: blocks: [Affine::to(4); 3],
    }
}

fn main() {}
