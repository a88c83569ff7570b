#![deny(unused_variables)]

use plies::{Affine, network};

network! {
    pub struct Net(x: [784], t: [10]) -> [10] {
//~                          ^ `t`
    //~ fix: pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 10) from x,
    }
}

fn main() {}
