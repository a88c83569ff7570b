use plies::{Affine, Concat, Relu, network};

network! {
    struct Net(x: [4]) -> [8] {
        affine2: Affine::new(6, 4),
//~              ^^^^^^ `affine2` [6] `x` [4]
        //~ fix: affine1: Affine::new(4, 6),
        affine1: Affine::new(4, 6),
        //~ fix: affine2: Affine::new(6, 4),
        relu1: Relu,
        both: Concat from (affine2, relu1),
    }
}

fn main() {}
