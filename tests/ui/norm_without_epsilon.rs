use plies::{LayerNorm, network};

network! {
    struct Net(x: [6]) -> [6] {
        norm1: LayerNorm::new().epsilon(0.0),
    }
}

fn main() {}
