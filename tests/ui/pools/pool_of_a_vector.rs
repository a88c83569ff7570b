use plies::{MaxPool2d, network};

network! {
    struct Net(x: [16]) -> [4] {
    //~ fix: struct Net(x: [1, 4, 4]) -> [1, 2, 2] {
        pool1: MaxPool2d::new(2),
//~            ^^^^^^^^^ `pool1` [16] `x`
    }
}

fn main() {}
