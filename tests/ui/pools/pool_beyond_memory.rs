use plies::{MaxPool2d, network};

network! {
    struct Net(x: [1, (1 << 32) - 1, 1 << 32]) -> [1, 9, 5] {
    //~ fix: struct Net(x: [1, 8, 4]) -> [1, 9, 5] {
        pool1: MaxPool2d::new(2).stride(1).padding(1),
//~            ^^^^^^^^^ `pool1` `usize`
    }
}

fn main() {}
