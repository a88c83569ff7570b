use plies::{ConvTranspose2d, network};

network! {
    pub struct Net(x: [2, 2, 2]) -> [8, 1, 1] {
        //~ fix: pub struct Net(x: [2, 2, 2]) -> [8, 2, 2] {
        conv1: ConvTranspose2d::new(8, 3).padding(2),
//~            ^^^^^^^^^^^^^^^ `conv1` [2, 2, 2] `x`
        //~ fix: conv1: ConvTranspose2d::new(8, 3).padding(1),
    }
}

fn main() {}
