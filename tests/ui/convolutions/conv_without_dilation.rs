use plies::{Conv2d, network};

network! {
    pub struct Net(x: [1, 28, 28]) -> [8, 24, 24] {
        conv1: Conv2d::new(8, 5).dilation(0),
//~            ^^^^^^ `conv1` [1, 28, 28] `x`
        //~ fix: conv1: Conv2d::new(8, 5).dilation(1),
    }
}

fn main() {}
