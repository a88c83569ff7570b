use plies::{Conv2d, network};

network! {
    struct Net(x: [1, 8, 8]) -> [4, 8, 8] {
        conv1: Conv2d::new(4, 3).padding,
//~            ^^^^^^ `Type::new(..)`
        //~ fix: conv1: Conv2d::new(4, 3).padding(1),
    }
}

fn main() {}
