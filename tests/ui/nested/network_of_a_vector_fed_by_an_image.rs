use plies::{Affine, network};

network! {
    struct Head(x: [784]) -> [10] {
        affine1: Affine::to(10),
    }
}

network! {
    struct Net(x: [1, 28, 28]) -> [10] {
        head: Head,
//~           ^^^^ `head` [784] [1, 28, 28] `x`
        //~ fix: flat: plies::Reshape::to([784]) from x, head: Head,
    }
}

fn main() {}
