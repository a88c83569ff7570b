use plies::{Affine, Relu, network};

network! {
    struct Net(x: [4]) -> [4] {
        affine1: Affine::(4),
//~                    ^ `::`
        //~ fix: affine1: Affine::to(4),
        relu1: Relu,
    }
}

fn main() {}
