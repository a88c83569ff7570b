use plies::{Upsample2d, network};

network! {
    struct Net(x: [1, 4, 4]) -> [1, 8, 8] {
        up1: Upsample2d::nearest(0),
    }
}

fn main() {}
