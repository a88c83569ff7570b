use plies::{Upsample2d, network};

network! {
    struct Net(x: [1, 4, 4]) -> [1, 4, 4] {
        up1: Upsample2d::nearest(1 << 40),
//~          ^^^^^^^^^^ `up1` `usize` [1, 4, 4] `x`
        //~ fix: up1: Upsample2d::nearest(1),
    }
}

fn main() {}
