use plies::{Affine, Relu, network};

network! {
    struct Encoder(x: [8]) -> [3] {
        affine1: Affine::to(3),
        relu1: Relu,
    }
}

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(6),
        encoder: Encoder,
        affine2: Affine::to(2),
    }
}

fn main() {}
