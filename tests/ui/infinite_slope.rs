use plies::{LeakyRelu, network};

network! {
    pub struct Net(x: [4]) -> [4] {
        y: LeakyRelu::new(1.0 / 0.0),
    }
}

fn main() {}
