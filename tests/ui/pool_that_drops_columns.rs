use plies::{AvgPool2d, network};

network! {
    struct Net(x: [1, 4, 8]) -> [1, 4, 2] {
        pool1: AvgPool2d::rect([1, 3]),
    }
}

fn main() {}
