use plies::{Affine, network};

network! {
    struct Net(x: [_]) -> [4] {
//~                ^
    //~ fix: struct Net(x: [784]) -> [4] {
        affine1: Affine::to(4),
    }
}

fn main() {}
