use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [2] {
        self: Affine::new(4, 2),
//~     ^^^^ `self`
        //~ fix: affine1: Affine::new(4, 2),
    }
}

fn main() {}
