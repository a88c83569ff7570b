use plies::{MatMul, network};

network! {
    struct Net(a: [1 << 40, 1], b: [1, 1 << 40]) -> [4, 4] {
    //~ fix: struct Net(a: [4, 1], b: [1, 4]) -> [4, 4] {
        product: MatMul from (a, b),
//~              ^^^^^^ `product` `usize`
    }
}

fn main() {}
