use plies::{Affine, Relu, network};

network! {
    struct Net(x: [4]) -> [2] {
        relu1 Relu,
//~     ^^^^^ `:` `relu1`
        //~ fix: relu1: Relu,
        affine1: Affine::to(2),
    }
}

fn main() {}
