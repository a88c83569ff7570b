use plies::{Affine, network};

network! {
    struct (x: [4]) -> [2] {
//~        ^ `struct Net(x: [784]) -> [10] { .. }`
    //~ fix: struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
    }
}

fn main() {}
