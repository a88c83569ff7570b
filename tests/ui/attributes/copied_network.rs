use plies::{Affine, network};

network! {
    #[derive(Clone, Copy)]
//~                 ^^^^ `Copy`
    //~ fix: #[derive(Clone)]
    struct Net(x: [4]) -> [2] {
        affine1: Affine::new(4, 2),
    }
}

fn main() {}
