use plies::{Affine, Concat, network};

network! {
    struct Net(x: [100]) -> [20] {
    //~ fix: struct Net(x: [50]) -> [20] {
        left: Affine::new(50, 10),
//~           ^^^^^^ `left` `right` [50] [100] `x`
        right: Affine::new(50, 10) from x,
        both: Concat from (left, right),
    }
}

fn main() {}
