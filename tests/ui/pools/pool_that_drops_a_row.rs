use plies::{MaxPool2d, network};

network! {
    struct Net(x: [1, 5, 4]) -> [1, 2, 2] {
        pool1: MaxPool2d::new(2),
//~            ^^^^^^^^^ `pool1` [1, 5, 4]
        //~ fix: pool1: MaxPool2d::new(2).drop_border(),
    }
}

fn main() {}
