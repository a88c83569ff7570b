use plies::{Affine, network};

const HEAD: Affine = Affine::new(784, 10);

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: HEAD,
    }
}

fn main() {}
