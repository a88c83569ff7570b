use plies::{Conv1d, network};

network! {
    struct Net(x: [1, 8]) -> [4, 8] {
        conv1: Conv1d::new(4, 0),
//~            ^^^^^^ `conv1` [1, 8]
        //~ fix: conv1: Conv1d::new(4, 1),
    }
}

fn main() {}
