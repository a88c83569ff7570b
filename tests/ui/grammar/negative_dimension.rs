use plies::{Affine, network};

network! {
    struct Net(x: [-1]) -> [4] {
//~                ^
    //~ fix: struct Net(x: [1]) -> [4] {
        affine1: Affine::to(4),
    }
}

fn main() {}
