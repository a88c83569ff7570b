use plies::{Conv2d, network};

network! {
    pub struct Net(x: [1, 4, 4]) -> [8, 1, 1] {
        //~ fix: pub struct Net(x: [1, 4, 4]) -> [8, 2, 2] {
        conv1: Conv2d::new(8, 7).padding(1),
//~            ^^^^^^ `conv1` [1, 4, 4] `x`
        //~ fix: conv1: Conv2d::new(8, 7).padding(2),
    }
}

fn main() {}
