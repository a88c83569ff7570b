use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [2] {
        blocks: [Affine::to(5); 3],
        affine1: Affine::new(5, 2),
    }
}

fn main() {}
