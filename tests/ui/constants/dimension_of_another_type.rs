use plies::{Affine, network};

const PIXELS: i32 = 784;
//~ fix: const PIXELS: usize = 784;

network! {
    struct Net(x: [PIXELS]) -> [10] {
//~                ^^^^^^ `usize` `i32`
        affine1: Affine::to(10),
    }
}

fn main() {}
