use plies::{Affine, network};

network! {
    struct Net([4]) -> [2] {
//~            ^ `x: [784]`
    //~ fix: struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
    }
}

fn main() {}
