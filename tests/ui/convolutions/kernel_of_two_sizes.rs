use plies::{Conv2d, network};

network! {
    struct Net(x: [1, 8, 8]) -> [6, 6, 4] {
        conv1: Conv2d::new(6, [3, 5]),
//~                           ^^^^^^ `usize` (shows the library)
        //~ fix: conv1: Conv2d::rect(6, [3, 5]),
    }
}

fn main() {}
