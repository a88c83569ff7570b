use plies::{Affine, Huber, network};

network! {
    struct Net(x: [4]) -> [4] {
        affine1: Affine::to(4),
        loss: Huber,
//~           ^^^^^
        //~ fix: loss: Huber::new(1.0),
    }
}

fn main() {}
