use plies::{Affine, network};

enum Kind {
    Relu,
}

network! {
    struct Net(x: [4]) -> [4] {
        affine1: Affine::to(4),
        relu1: Kind::Relu,
//~            ^^^^^^^^^^ `Kind::Relu`
        //~ fix: relu1: plies::Relu,
    }
}

fn main() {}
