use plies::{Concat, network};

network! {
    struct Net(a: [2, 4, 4]) -> [2, 4, 4] {
        both: Concat,
    }
}

fn main() {}
