use plies::{Add, Affine, network};

network! {
    struct Net(x: [4]) -> [4] {
        afine1: Affine::to(4),
        affine2: Affine::to(4) from affine1,
//~                                 ^^^^^^^ `affine1` `afine1`
        //~ fix: affine2: Affine::to(4) from afine1,
        sum: Add from (affine1, affine2),
        //~ fix: sum: Add from (afine1, affine2),
    }
}

fn main() {}
