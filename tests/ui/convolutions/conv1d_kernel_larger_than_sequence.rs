use plies::{Conv1d, network};

network! {
    pub struct Net(x: [2, 6]) -> [8, 1] {
        //~ fix: pub struct Net(x: [2, 6]) -> [8, 2] {
        conv1: Conv1d::new(8, 9),
//~            ^^^^^^ `conv1` [2, 6] `x`
        //~ fix: conv1: Conv1d::new(8, 9).padding(2),
    }
}

fn main() {}
