use plies::{Relu, network};

network! {
    struct Net(x: [4]) -> [4] {
        relu1: Relu from (),
//~     ^^^^^ `relu1`
        //~ fix: relu1: Relu from x,
    }
}

fn main() {}
