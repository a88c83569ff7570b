use plies::network;
//~ fix: use plies::{Affine, network};

network! {
    struct Affine(x: [4]) -> [4] {
    //~ fix: struct Net(x: [4]) -> [4] {
        affine1: Affine::to(4),
//~              ^^^^^^ `Affine`
    }
}

fn main() {}
