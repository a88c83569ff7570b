use plies::{Affine, Relu, Tanh, network};

network! {
    struct Net(x: [4]) -> [2] {
        relu1: [Relu, Tanh],
//~            ^^^^^^^^^^^^ `Type::new(..)`
        //~ fix: relu1: Relu, tanh1: Tanh,
        affine1: Affine::to(2),
    }
}

fn main() {}
