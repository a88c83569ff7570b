use plies::{AvgPool2d, network};

network! {
    struct Net(x: [1, 4, 4]) -> [1, 2, 4] {
        pool1: AvgPool2d::rect([2, 1]).padding(1),
//~            ^^^^^^^^^ `pool1` [1, 4, 4]
        //~ fix: pool1: AvgPool2d::rect([2, 1]),
    }
}

fn main() {}
