use plies::{Upsample2d, network};

network! {
    struct Net(x: [4]) -> [8] {
        up1: Upsample2d::bilinear(2),
    }
}

fn main() {}
