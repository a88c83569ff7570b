use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: 4,
//~              ^ `Type::new(..)`
        //~ fix: affine1: Affine::to(4),
        affine2: Affine::to(2),
    }
}

fn main() {}
