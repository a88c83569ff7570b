use plies::{Conv2d, network};

network! {
    pub struct Net(x: [1, 8, 8]) -> [8, 1, 1] {
        //~ fix: pub struct Net(x: [1, 8, 8]) -> [8, 2, 2] {
        conv1: Conv2d::new(8, 5).dilation(3),
//~            ^^^^^^ `conv1` [1, 8, 8] `x`
        //~ fix: conv1: Conv2d::new(8, 5).dilation(3).padding(3),
    }
}

fn main() {}
