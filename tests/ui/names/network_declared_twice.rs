use plies::{Affine, Relu, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
    }
}

network! {
    struct Net(x: [4]) -> [2] {
//~        ^^^ `Net`
    //~ fix: struct Deeper(x: [4]) -> [2] {
        affine1: Affine::to(8),
        relu1: Relu,
        affine2: Affine::to(2),
    }
}

fn main() {}
