use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [2] {
        x: Affine::new(4, 2),
//~     ^ `x`
        //~ fix: affine1: Affine::new(4, 2),
    }
}

fn main() {}
