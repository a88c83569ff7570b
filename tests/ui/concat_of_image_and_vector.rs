use plies::{Concat, network};

network! {
    struct Net(a: [2, 4, 4], b: [3]) -> [5, 4, 4] {
        both: Concat from (a, b),
    }
}

fn main() {}
