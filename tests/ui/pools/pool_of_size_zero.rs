use plies::{MaxPool2d, network};

network! {
    struct Net(x: [1, 4, 4]) -> [1, 2, 2] {
        pool1: MaxPool2d::new(0),
//~            ^^^^^^^^^ `pool1` [1, 4, 4] `x`
        //~ fix: pool1: MaxPool2d::new(2),
    }
}

fn main() {}
