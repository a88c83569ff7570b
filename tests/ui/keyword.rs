use plies::{Affine, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        type: Affine::new(784, 10),
    }
}

fn main() {}
