use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> () {
//~                       ^^ `-> (class: [10], size: [2])`
    //~ fix: struct Net(x: [4]) -> [4] {
        affine1: Affine::to(4),
    }
}

fn main() {}
