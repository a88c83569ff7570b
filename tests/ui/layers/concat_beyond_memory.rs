use plies::{Concat, network};

network! {
    struct Net(a: [1 << 43, 1 << 20], b: [1 << 43, 1 << 20]) -> [4, 4] {
    //~ fix: struct Net(a: [2, 4], b: [2, 4]) -> [4, 4] {
        both: Concat from (a, b),
//~           ^^^^^^ `both` `usize`
    }
}

fn main() {}
