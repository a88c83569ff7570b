use plies::{Affine, network};

network! {
    pub struct Net(x: [1, 28, 28]) -> [10] {
        affine1: Affine::new(748, 50),
//~              ^^^^^^ `affine1` [748] `x` [1, 28, 28]
        //~ fix: affine1: Affine::new(784, 50),
        affine2: Affine::new(50, 10),
    }
}

fn main() {}
