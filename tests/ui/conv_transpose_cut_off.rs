use plies::{ConvTranspose2d, network};

network! {
    pub struct Net(x: [2, 2, 2]) -> [8, 1, 1] {
        conv1: ConvTranspose2d::new(8, 3).padding(2),
    }
}

fn main() {}
