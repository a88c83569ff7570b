use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> (class: [3], size: [2]) {
//~                                          ^^^ `Net` [2] `size` [5]
    //~ fix: struct Net(x: [4]) -> (class: [3], size: [5]) {
        class: Affine::to(3),
        size: Affine::to(5) from x,
    }
}

fn main() {}
