use plies::{Add, network};

network! {
    struct Net(a: [4], b: [4], c: [4]) -> [4] {
        sum: Add from (a, b, c),
//~          ^^^ `sum` `from (a, b)`
        //~ fix: ab: Add from (a, b), sum: Add from (ab, c),
    }
}

fn main() {}
