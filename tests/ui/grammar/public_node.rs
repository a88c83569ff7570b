use plies::{Affine, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        pub affine1: Affine::new(784, 10),
//~     ^^^
        //~ fix: affine1: Affine::new(784, 10),
    }
}

fn main() {}
