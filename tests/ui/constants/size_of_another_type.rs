use plies::{Affine, network};

const HIDDEN: i32 = 50;
//~ fix: const HIDDEN: usize = 50;

network! {
    struct Net(x: [784]) -> [10] {
        affine1: Affine::to(HIDDEN),
//~                         ^^^^^^ `usize` `i32` (shows the library)
        affine2: Affine::to(10),
    }
}

fn main() {}
