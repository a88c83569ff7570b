use plies::{Conv2d, network};

network! {
    pub struct Net(x: [1, 28, 28]) -> [1, 1, 1] {
        conv1: Conv2d::new(1, 5).padding(1 << 40),
//~            ^^^^^^ `conv1` `usize` [1, 28, 28] `x`
        //~ fix: conv1: Conv2d::new(1, 28),
    }
}

fn main() {}
