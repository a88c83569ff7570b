use plies::{Add, network};

network! {
    struct Net(x: [4]) -> [4] {
        blocks: [Add; 3] from (x, x),
//~             ^^^^^^^^ `blocks` [4]
        //~ fix: blocks: Add from (x, x),
    }
}

fn main() {}
