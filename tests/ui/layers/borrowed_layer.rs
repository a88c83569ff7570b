use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [4] {
        affine1: &Affine::to(4),
//~              ^ `Type::new(..)`
        //~ fix: affine1: Affine::to(4),
    }
}

fn main() {}
