use plies::{Add, Relu, network};

network! {
    pub struct Net(a: [4], b: [4]) -> [4] {
        relu1: Relu from a,
        sum: Add from (relu1, a, b),
//~          ^^^ `sum`
        //~ fix: sum: Add from (relu1, b),
    }
}

fn main() {}
