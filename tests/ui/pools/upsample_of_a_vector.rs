use plies::{Upsample2d, network};

network! {
    struct Net(x: [4]) -> [8] {
    //~ fix: struct Net(x: [1, 2, 2]) -> [1, 4, 4] {
        up1: Upsample2d::bilinear(2),
//~          ^^^^^^^^^^ `up1` [4] `x`
    }
}

fn main() {}
