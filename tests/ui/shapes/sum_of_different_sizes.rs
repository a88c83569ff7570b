use plies::{Add, Affine, network};

network! {
    struct Net(x: [784]) -> [50] {
        affine1: Affine::new(784, 50),
        affine2: Affine::new(50, 40),
        //~ fix: affine2: Affine::new(50, 50),
        sum: Add from (affine1, affine2),
//~          ^^^ `sum` `affine1` [50] `affine2` [40]
    }
}

fn main() {}
