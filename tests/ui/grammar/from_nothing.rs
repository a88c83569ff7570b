use plies::{Relu, network};

network! {
    struct Net(x: [4]) -> [4] {
        relu1: Relu from,
//~                     ^ `from`
        //~ fix: relu1: Relu,
    }
}

fn main() {}
