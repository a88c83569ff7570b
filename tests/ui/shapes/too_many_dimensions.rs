use plies::{Affine, network};

network! {
    pub struct Net(x: [1, 1, 1, 28, 28]) -> [10] {
//~                   ^^^^^^^^^^^^^^^^^
    //~ fix: pub struct Net(x: [1, 1, 28, 28]) -> [10] {
        affine1: Affine::new(784, 50),
        affine2: Affine::new(50, 10),
    }
}

fn main() {}
