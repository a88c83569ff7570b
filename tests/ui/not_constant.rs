use plies::{Affine, network};

fn hidden() -> usize {
    50
}

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, hidden()),
        affine2: Affine::to(10),
    }
}

fn main() {}
