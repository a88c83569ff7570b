use plies::{Conv2d, network};

network! {
    pub struct Net(x: [1, 8, 2]) -> [8, 1, 1] {
        //~ fix: pub struct Net(x: [1, 8, 2]) -> [8, 6, 2] {
        conv1: Conv2d::rect(8, [3, 5]),
//~            ^^^^^^ `conv1` [1, 8, 2] `x`
        //~ fix: conv1: Conv2d::rect(8, [3, 5]).padding_rect([0, 2]),
    }
}

fn main() {}
