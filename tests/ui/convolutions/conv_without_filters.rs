use plies::{Conv2d, network};

network! {
    pub struct Net(x: [1, 28, 28]) -> [1, 24, 24] {
        conv1: Conv2d::new(0, 5),
//~            ^^^^^^ `conv1` [1, 28, 28] `x`
        //~ fix: conv1: Conv2d::new(1, 5),
    }
}

fn main() {}
