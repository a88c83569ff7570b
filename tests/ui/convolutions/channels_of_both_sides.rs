use plies::{Conv2d, network};

network! {
    struct Net(x: [1, 8, 8]) -> [6, 6, 6] {
        conv1: Conv2d::new(1, 6, 3),
//~            ^^^^^^^^^^^ (shows the library)
        //~ fix: conv1: Conv2d::new(6, 3),
    }
}

fn main() {}
