use plies::{Affine, Relu, network};

network! {
    struct Net(x: [4]) -> [2] {
        relu1: Relu,
        affine1: from relu1 Affine::to(2),
//~              ^^^^ `affine1` `from`
        //~ fix: affine1: Affine::to(2) from relu1,
    }
}

fn main() {}
