use plies::{Add, Relu, network};

network! {
    struct Net(x: [4]) -> [4] {
        relu1: Relu,
        sum: Add from x from relu1,
//~                     ^^^^ `from x` `from (a, b)`
        //~ fix: sum: Add from (x, relu1),
    }
}

fn main() {}
