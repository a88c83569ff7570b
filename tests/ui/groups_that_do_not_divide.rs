use plies::{GroupNorm, network};

network! {
    struct Net(x: [6, 2, 2]) -> [6, 2, 2] {
        norm1: GroupNorm::new(4),
    }
}

fn main() {}
