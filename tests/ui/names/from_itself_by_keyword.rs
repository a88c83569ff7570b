use plies::{Relu, network};

network! {
    struct Net(x: [4]) -> [4] {
        relu1: Relu from self,
//~                      ^^^^ `self`
        //~ fix: relu1: Relu from x,
    }
}

fn main() {}
