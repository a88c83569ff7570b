use plies::{Conv2d, network};

network! {
    pub struct Net(x: [4, 28, 28]) -> [6, 24, 24] {
        conv1: Conv2d::new(6, 5).groups(3),
//~            ^^^^^^ `conv1` [4, 28, 28] `x`
        //~ fix: conv1: Conv2d::new(6, 5).groups(2),
    }
}

fn main() {}
