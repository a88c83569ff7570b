use plies::{Affine, network};

network! {
    enum Net(x: [4]) -> [2] {
//~ ^^^^ `struct`
    //~ fix: struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
    }
}

fn main() {}
