use plies::{Affine, Huber, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
        los: 0.5 * Huber::new(1.0),
//~     ^^^ `loss`
        //~ fix: loss: 0.5 * Huber::new(1.0),
    }
}

fn main() {}
