use plies::{MaxPool2d, network};

network! {
    struct Net(x: [1, 4, 4]) -> [1, 4, 4] {
        pool1: MaxPool2d::new(2).padding(2),
//~            ^^^^^^^^^ `pool1` [1, 4, 4] `x`
        //~ fix: pool1: MaxPool2d::new(3).stride(1).padding(1),
    }
}

fn main() {}
