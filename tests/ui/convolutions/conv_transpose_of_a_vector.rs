use plies::{ConvTranspose2d, network};

network! {
    struct Net(x: [8]) -> [4, 4, 8] {
    //~ fix: struct Net(x: [1, 2, 4]) -> [4, 4, 8] {
        conv1: ConvTranspose2d::new(4, 2).stride(2),
//~            ^^^^^^^^^^^^^^^ `conv1` [8]
    }
}

fn main() {}
