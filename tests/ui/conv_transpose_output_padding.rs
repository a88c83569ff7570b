use plies::{ConvTranspose2d, network};

network! {
    pub struct Net(x: [2, 6, 6]) -> [8, 14, 14] {
        conv1: ConvTranspose2d::new(8, 2).stride(2).output_padding(2),
    }
}

fn main() {}
