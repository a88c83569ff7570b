use plies::{Conv2d, network};

network! {
    pub struct Net(x: [1, 8, 2]) -> [8, 1, 1] {
        conv1: Conv2d::rect(8, [3, 5]),
    }
}

fn main() {}
