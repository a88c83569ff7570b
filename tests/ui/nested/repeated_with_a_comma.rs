use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [4] {
        blocks: [Affine::to(4), 3],
//~             ^^^^^^^^^^^^^^^^^^ `Type::new(..)`
        //~ fix: blocks: [Affine::to(4); 3],
    }
}

fn main() {}
