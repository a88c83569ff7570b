use plies::{Affine, network};

const KERNEL: usize = 5;

network! {
    struct Net(x: [4 - KERNEL]) -> [10] {
//~                ^^^^^^^^^^ (no remedy)
    //~ fix: struct Net(x: [28 - KERNEL]) -> [10] {
        affine1: Affine::to(10),
    }
}

fn main() {}
