use plies::{Add, Conv2d, network};

network! {
    struct Net(x: [1, 8, 8]) -> [16, 8, 8] {
        conv1: Conv2d::new(16, 3).padding(1),
        conv2: Conv2d::new(8, 3).padding(1) from x,
        //~ fix: conv2: Conv2d::new(8, 3).padding(1) from x, wider: Conv2d::new(16, 1) from conv2,
        sum: Add from (conv1, conv2),
//~          ^^^ `sum` `conv1` [16, 8, 8] `conv2` [8, 8, 8]
        //~ fix: sum: Add from (conv1, wider),
    }
}

fn main() {}
