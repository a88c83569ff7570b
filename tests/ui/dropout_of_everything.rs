use plies::{Dropout, network};

network! {
    struct Net(x: [16]) -> [16] {
        dropout1: Dropout::new(1.0),
    }
}

fn main() {}
