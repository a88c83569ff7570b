use plies::{ConvTranspose2d, network};

network! {
    struct Net(x: [1, 8, 8]) -> [4, 16, 16] {
        conv1: ConvTranspose2d::new(4, 2).stride(1 << 40),
//~            ^^^^^^^^^^^^^^^ `conv1` `usize`
        //~ fix: conv1: ConvTranspose2d::new(4, 2).stride(2),
    }
}

fn main() {}
