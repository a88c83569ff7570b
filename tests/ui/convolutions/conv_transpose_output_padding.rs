use plies::{ConvTranspose2d, network};

network! {
    pub struct Net(x: [2, 6, 6]) -> [8, 14, 14] {
        //~ fix: pub struct Net(x: [2, 6, 6]) -> [8, 13, 13] {
        conv1: ConvTranspose2d::new(8, 2).stride(2).output_padding(2),
//~            ^^^^^^^^^^^^^^^ `conv1` [2, 6, 6] `x`
        //~ fix: conv1: ConvTranspose2d::new(8, 2).stride(2).output_padding(1),
    }
}

fn main() {}
