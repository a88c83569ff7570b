use plies::{MaxPool2d, network};

network! {
    struct Net(x: [1, 4, 4]) -> [1, 4, 4] {
        pool1: MaxPool2d::new(2).padding(2),
    }
}

fn main() {}
