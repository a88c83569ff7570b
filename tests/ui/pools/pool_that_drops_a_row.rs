use plies::{MaxPool2d, network};

network! {
    struct Net(x: [1, 5, 4]) -> [1, 3, 3] {
        pool1: MaxPool2d::new(2),
//~            ^^^^^^^^^ `pool1` [1, 5, 4]
        //~ fix: pool1: MaxPool2d::new(2).padding(1),
    }
}

fn main() {}
