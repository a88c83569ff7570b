use plies::{Concat, network};

network! {
    struct Net(x: [4]) -> [32] {
        both: Concat from (x, x, x, x, x, x, x, x, x),
//~                                                ^ `both`
        //~ fix: both: Concat from (x, x, x, x, x, x, x, x),
    }
}

fn main() {}
