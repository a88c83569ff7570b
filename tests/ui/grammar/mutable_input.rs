use plies::{Relu, network};

network! {
    struct Net(mut x: [4]) -> [4] {
//~            ^^^ `mut`
    //~ fix: struct Net(x: [4]) -> [4] {
        relu1: Relu,
    }
}

fn main() {}
