use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> class: [4] {
//~                       ^^^^^ `-> (class: [10], size: [2])`
    //~ fix: struct Net(x: [4]) -> (class: [4]) {
        class: Affine::to(4),
    }
}

fn main() {}
