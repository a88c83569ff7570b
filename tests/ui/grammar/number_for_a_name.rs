use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [2] {
        1: Affine::new(4, 2),
//~     ^ `from (a, b)`
        //~ fix: affine1: Affine::new(4, 2),
    }
}

fn main() {}
