use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> (x: [4], class: [3]) {
//~                        ^ `x`
    //~ fix: struct Net(x: [4]) -> (class: [3]) {
        class: Affine::to(3),
    }
}

fn main() {}
