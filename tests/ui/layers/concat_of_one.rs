use plies::{Concat, network};

network! {
    struct Net(a: [2, 4, 4]) -> [2, 4, 4] {
    //~ fix: struct Net(a: [2, 4, 4]) -> [4, 4, 4] {
        both: Concat,
//~           ^^^^^^ `both`
        //~ fix: both: Concat from (a, a),
    }
}

fn main() {}
