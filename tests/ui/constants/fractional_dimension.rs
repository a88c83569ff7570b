use plies::{Affine, network};

network! {
    struct Net(x: [784.0]) -> [10] {
//~                ^^^^^ `usize`
    //~ fix: struct Net(x: [784]) -> [10] {
        affine1: Affine::to(10),
    }
}

fn main() {}
