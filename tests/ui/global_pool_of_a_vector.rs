use plies::{GlobalAvgPool, network};

network! {
    struct Net(x: [4]) -> [4] {
        pool1: GlobalAvgPool,
    }
}

fn main() {}
