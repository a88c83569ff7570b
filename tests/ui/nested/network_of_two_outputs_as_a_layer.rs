use plies::{Affine, network};

network! {
    struct Heads(x: [4]) -> (class: [3], size: [2]) {
        class: Affine::to(3),
        size: Affine::to(2) from x,
    }
}

network! {
    struct Net(x: [4]) -> [3] {
        heads: Heads,
//~            ^^^^^ `heads` [4] `x`
        //~ fix:
        affine1: Affine::to(3),
    }
}

fn main() {}
