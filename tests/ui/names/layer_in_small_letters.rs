use plies::{Relu, network};

network! {
    struct Net(x: [4]) -> [4] {
        relu1: relu,
//~            ^^^^ `Type::new(..)`
        //~ fix: relu1: Relu,
    }
}

fn main() {}
