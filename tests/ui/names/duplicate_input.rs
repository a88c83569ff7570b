use plies::{Add, network};

network! {
    struct Net(x: [4], x: [4]) -> [4] {
//~                    ^ `x`
    //~ fix: struct Net(x: [4], y: [4]) -> [4] {
        sum: Add from (x, x),
        //~ fix: sum: Add from (x, y),
    }
}

fn main() {}
