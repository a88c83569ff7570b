use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [3] {
        affine1: 0.5 * Affine::to(3),
//~              ^^^
        //~ fix: affine1: Affine::to(3),
    }
}

fn main() {}
