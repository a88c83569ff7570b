use plies::{Affine, Huber, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 10),
        loss: Huber::new(0.0),
//~           ^^^^^ `Huber` `delta` [10] `affine1`
        //~ fix: loss: Huber::new(1.0),
    }
}

fn main() {}
