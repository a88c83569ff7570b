use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [4] {
        blocks: [Affine::to(4); 3.0],
//~                             ^^^ `usize`
        //~ fix: blocks: [Affine::to(4); 3],
    }
}

fn main() {}
