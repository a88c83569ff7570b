use plies::{Affine, network};

network! {
    struct Net {
//~            ^ `Net(x: [784]) -> [10]`
    //~ fix: struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
    }
}

fn main() {}
