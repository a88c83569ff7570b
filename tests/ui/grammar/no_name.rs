use plies::{Add, Affine, network};

network! {
    struct Net(x: [4]) -> [4] {
        : Affine::to(4),
//~     ^
        //~ fix: affine1: Affine::to(4),
        sum: Add from (affine1, x),
    }
}

fn main() {}
