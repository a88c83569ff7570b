use plies::{Affine, Relu, network};

network! {
    pub struct Net(x: [4]) -> [4] {
        relu1: Relu from Affine::to(4),
//~                            ^
        //~ fix: relu1: Relu from x,
    }
}

fn main() {}
