use plies::{GlobalAvgPool, network};

network! {
    struct Net(x: [4]) -> [4] {
        //~ fix: struct Net(x: [4]) -> [] {
        pool1: GlobalAvgPool,
//~            ^^^^^^^^^^^^^ `pool1` [4] `x`
        //~ fix: pool1: plies::Mean,
    }
}

fn main() {}
