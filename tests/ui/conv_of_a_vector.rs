use plies::{Conv2d, network};

network! {
    pub struct Net(x: [784]) -> [8, 24, 24] {
        conv1: Conv2d::new(8, 5),
    }
}

fn main() {}
