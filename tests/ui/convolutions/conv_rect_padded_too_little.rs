use plies::{Conv2d, network};

network! {
    struct Net(x: [1, 4, 9]) -> [8, 1, 5] {
        conv1: Conv2d::rect(8, [8, 7]).padding_rect([1, 1]),
//~            ^^^^^^ `conv1` [1, 4, 9]
        //~ fix: conv1: Conv2d::rect(8, [8, 7]).padding_rect([2, 1]),
    }
}

fn main() {}
