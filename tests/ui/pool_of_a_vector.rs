use plies::{MaxPool2d, network};

network! {
    struct Net(x: [16]) -> [4] {
        pool1: MaxPool2d::new(2),
    }
}

fn main() {}
