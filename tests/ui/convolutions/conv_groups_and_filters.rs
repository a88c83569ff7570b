use plies::{Conv2d, network};

network! {
    pub struct Net(x: [6, 28, 28]) -> [8, 24, 24] {
        conv1: Conv2d::new(8, 5).groups(3),
//~            ^^^^^^ `conv1` [6, 28, 28] `x`
        //~ fix: conv1: Conv2d::new(8, 5).groups(2),
    }
}

fn main() {}
