use plies::{AvgPool2d, network};

network! {
    struct Net(x: [1, 4, 8]) -> [1, 4, 2] {
        pool1: AvgPool2d::rect([1, 3]),
//~            ^^^^^^^^^ `pool1` [1, 4, 8] `x`
        //~ fix: pool1: AvgPool2d::rect([1, 4]),
    }
}

fn main() {}
