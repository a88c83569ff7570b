use plies::{Affine, Relu, network};

network! {
    struct Head(x: [50]) -> [10] {
        affine1: Affine::to(10),
    }
}

network! {
    struct Net(x: [784]) -> [10] {
        affine1: Affine::to(40),
        //~ fix: affine1: Affine::to(50),
        relu1: Relu,
        head: Head,
//~           ^^^^ `head` [50] [40] `affine1`
    }
}

fn main() {}
