use plies::{Conv1d, network};

network! {
    pub struct Net(x: [2, 6]) -> [8, 1] {
        conv1: Conv1d::new(8, 9),
    }
}

fn main() {}
