use plies::{MaxPool2d, network};

network! {
    struct Net(x: [1, 2, 2]) -> [1, 1, 1] {
        pool1: MaxPool2d::new(3),
//~            ^^^^^^^^^ `pool1` [1, 2, 2] `x`
        //~ fix: pool1: MaxPool2d::new(2),
    }
}

fn main() {}
