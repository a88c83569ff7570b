use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [2]
//~                       ^^^ `{`
    //~ fix: struct Net(x: [4]) -> [2] { affine1: Affine::to(2) }
}

fn main() {}
