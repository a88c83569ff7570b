use plies::{Affine, Concat, network};

network! {
    struct Net(x: [784]) -> [20] {
        affine1: Affine::new(784, 100),
        left: Affine::new(50, 10),
//~           ^^^^^^ [100] `affine1`
        //~ fix: left: Affine::new(100, 10),
        right: Affine::new(60, 10) from affine1,
//~            ^^^^^^ [100] `affine1`
        //~ fix: right: Affine::new(100, 10) from affine1,
        both: Concat from (left, right),
    }
}

fn main() {}
