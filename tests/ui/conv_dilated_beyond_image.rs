use plies::{Conv2d, network};

network! {
    pub struct Net(x: [1, 8, 8]) -> [8, 1, 1] {
        conv1: Conv2d::new(8, 5).dilation(3),
    }
}

fn main() {}
