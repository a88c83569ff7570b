use plies::{Affine, network};

network! {
    struct Net(x: (1, 28, 28)) -> [4] {
//~               ^ `[1, 28, 28]`
    //~ fix: struct Net(x: [1, 28, 28]) -> [4] {
        affine1: Affine::to(4),
    }
}

fn main() {}
