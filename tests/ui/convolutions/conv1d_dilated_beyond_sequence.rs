use plies::{Conv1d, network};

network! {
    struct Net(x: [1, 8]) -> [4, 2] {
        conv1: Conv1d::new(4, 5).dilation(3),
//~            ^^^^^^ `conv1` [1, 8]
        //~ fix: conv1: Conv1d::new(4, 5).dilation(3).padding(3),
    }
}

fn main() {}
