use plies::{MaxPool2d, network};

network! {
    struct Net(x: [1, 2, 2]) -> [1, 1, 1] {
        pool1: MaxPool2d::new(5).padding(1),
//~            ^^^^^^^^^ `pool1` [1, 2, 2]
        //~ fix: pool1: MaxPool2d::new(4).padding(1),
    }
}

fn main() {}
