#![allow(unused_variables)]

use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [2] {
        //~ fix: struct Net(x: [8]) -> [2] {
        a: Affine::new(8, 2) from x,
//~        ^^^^^^ `a` [8] `x` [4] `b`
        b: Affine::new(8, 3) from x,
        out: Affine::to(2) from a,
    }
}

fn main() {}
