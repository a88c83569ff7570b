use plies::{Conv2d, network};

network! {
    pub struct Net(x: [1, 28, 28]) -> [8, 28, 28] {
        conv1: Conv2d::new(8, 0),
//~            ^^^^^^ `conv1` [1, 28, 28] `x`
        //~ fix: conv1: Conv2d::new(8, 1),
    }
}

fn main() {}
