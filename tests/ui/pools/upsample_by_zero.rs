use plies::{Upsample2d, network};

network! {
    struct Net(x: [1, 4, 4]) -> [1, 8, 8] {
        up1: Upsample2d::nearest(0),
//~          ^^^^^^^^^^ `up1` [1, 4, 4] `x`
        //~ fix: up1: Upsample2d::nearest(2),
    }
}

fn main() {}
