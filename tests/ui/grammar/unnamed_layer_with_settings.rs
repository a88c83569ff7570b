use plies::{Affine, Relu, network};

network! {
    struct Net(x: [4]) -> [2] {
        relu1: Relu,
        Affine::to(2),
//~     ^^^^^^ `Affine` `affine1: Affine::..`
        //~ fix: affine1: Affine::to(2),
    }
}

fn main() {}
