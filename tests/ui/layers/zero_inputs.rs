use plies::{Affine, network};

network! {
    struct Net(x: [784]) -> [10] {
        affine1: Affine::new(0, 10),
//~              ^^^^^^ `affine1` [784] `x`
        //~ fix: affine1: Affine::new(784, 10),
    }
}

fn main() {}
