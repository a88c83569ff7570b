use plies::{Conv1d, network};

network! {
    pub struct Net(x: [2, 6, 6]) -> [8, 4] {
    //~ fix: pub struct Net(x: [2, 6]) -> [8, 4] {
        conv1: Conv1d::new(8, 3),
//~            ^^^^^^ `conv1` [2, 6, 6] `x`
    }
}

fn main() {}
