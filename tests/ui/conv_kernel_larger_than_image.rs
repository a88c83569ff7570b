use plies::{Conv2d, network};

network! {
    pub struct Net(x: [1, 4, 4]) -> [8, 1, 1] {
        conv1: Conv2d::new(8, 7).padding(1),
    }
}

fn main() {}
