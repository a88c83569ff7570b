use plies::{BatchNorm, network};

network! {
    struct Net(x: [6]) -> [6] {
        norm1: BatchNorm::new().momentum(1.5),
    }
}

fn main() {}
