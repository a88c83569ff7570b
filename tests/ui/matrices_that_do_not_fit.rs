use plies::{MatMul, network};

network! {
    struct Net(a: [4, 3], b: [4, 5]) -> [4, 5] {
        product: MatMul from (a, b),
    }
}

fn main() {}
