use plies::{Add, Relu, network};

network! {
    pub struct Net(x: [4]) -> [4] {
        relu1: Relu,
        sum: Add from (relu1, sum),
//~                           ^^^ `sum`
        //~ fix: sum: Add from (relu1, x),
    }
}

fn main() {}
