use plies::{Conv1d, network};

network! {
    struct Net(x: [1, 8]) -> [4, 8] {
        conv1: Conv1d::new(4, 3).padding(1 << 62),
//~            ^^^^^^ `conv1` `usize`
        //~ fix: conv1: Conv1d::new(4, 3).padding(1),
    }
}

fn main() {}
