use plies::{Affine, network};

network! {
    struct Encoder(x: [4]) -> [2] {
        affine1: Affine::to(2),
    }
    //~ fix: }} network! {
    struct Decoder(x: [2]) -> [4] {
//~ ^^^^^^ `network!`
        affine1: Affine::to(4),
    }
}

fn main() {}
