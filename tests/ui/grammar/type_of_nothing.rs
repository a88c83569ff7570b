use plies::{Affine, network};

const HEAD: Affine = Affine::to(2);

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine = ,
//~                       ^
        //~ fix: affine1: Affine = HEAD,
    }
}

fn main() {}
