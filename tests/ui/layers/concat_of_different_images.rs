use plies::{Concat, network};

network! {
    struct Net(a: [2, 4, 4], b: [3, 4, 5]) -> [5, 4, 4] {
    //~ fix: struct Net(a: [2, 4, 4], b: [3, 4, 4]) -> [5, 4, 4] {
        both: Concat from (a, b),
//~           ^^^^^^ `both` [2, 4, 4] `a` [3, 4, 5] `b`
    }
}

fn main() {}
