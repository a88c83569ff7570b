use plies::network;
//~ fix: use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::new(4, 2),
//~              ^^^^^^ `Affine` (no remedy)
    }
}

fn main() {}
