use plies::{Conv2d, network};

network! {
    pub struct Net(x: [784]) -> [8, 24, 24] {
    //~ fix: pub struct Net(x: [1, 28, 28]) -> [8, 24, 24] {
        conv1: Conv2d::new(8, 5),
//~            ^^^^^^ `conv1` [784] `x`
    }
}

fn main() {}
