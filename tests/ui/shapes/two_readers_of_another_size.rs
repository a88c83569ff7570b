use plies::{Affine, Concat, Relu, network};

network! {
    struct Net(x: [784]) -> [20] {
        affine1: Affine::new(784, 100),
        //~ fix: affine1: Affine::new(784, 50),
        relu1: Relu,
        left: Affine::new(50, 10),
//~           ^^^^^^ `left` `right` [50] [100] `affine1`
        right: Affine::new(50, 10) from relu1,
        both: Concat from (left, right),
    }
}

fn main() {}
