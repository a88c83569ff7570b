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
        //~ fix: affine1: Affine::to(8),
        encoder: Encoder,
//~              ^^^^^^^ `encoder` [8] `affine1` [6]
        affine2: Affine::to(2),
    }
}

fn main() {}
