use plies::{MaxPool2d, network};

network! {
    struct Net(x: [1, 2, 2]) -> [1, 1, 1] {
        pool1: MaxPool2d::new(3),
    }
}

fn main() {}
