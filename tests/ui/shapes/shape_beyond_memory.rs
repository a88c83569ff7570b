use plies::{Affine, network};

network! {
    struct Net(x: [1 << 40, 1 << 40]) -> [10] {
//~               ^^^^^^^^^^^^^^^^^^ `usize`
    //~ fix: struct Net(x: [40, 40]) -> [10] {
        affine1: Affine::to(10),
    }
}

fn main() {}
