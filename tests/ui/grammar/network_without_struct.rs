use plies::{Affine, network};

network! {
    pub Net(x: [4]) -> [2] {
//~     ^^^ `struct`
    //~ fix: pub struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
    }
}

fn main() {}
