use plies::{Affine, network};

const HIDDEN: usize = 50;

network! {
    struct Net(x: [784]) -> [10] {
        affine1: Affine::to(HIDEN),
//~                         ^^^^^ `HIDEN` `HIDDEN`
        //~ fix: affine1: Affine::to(HIDDEN),
        affine2: Affine::to(10),
    }
}

fn main() {}
