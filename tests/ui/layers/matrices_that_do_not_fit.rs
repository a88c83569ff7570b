use plies::{MatMul, network};

network! {
    struct Net(a: [4, 3], b: [4, 5]) -> [4, 5] {
    //~ fix: struct Net(a: [4, 3], b: [3, 5]) -> [4, 5] {
        product: MatMul from (a, b),
//~              ^^^^^^ `product` [4, 3] `a` [4, 5] `b`
    }
}

fn main() {}
