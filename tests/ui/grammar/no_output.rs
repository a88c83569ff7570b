use plies::{Affine, network};

network! {
    pub struct Net(x: [784]) {
//~                          ^
    //~ fix: pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 10),
    }
}

fn main() {}
