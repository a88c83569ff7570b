use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> {
//~                       ^ `[784]`
    //~ fix: struct Net(x: [4]) -> [4] {
        affine1: Affine::to(4),
    }
}

fn main() {}
