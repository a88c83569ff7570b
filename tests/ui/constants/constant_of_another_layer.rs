use plies::{Affine, Conv2d, network};

const HEAD: Affine = Affine::to(10);

network! {
    struct Net(x: [784]) -> [10] {
        affine1: Conv2d = HEAD,
//~                       ^^^^ `Conv2d` `Affine`
        //~ fix: affine1: Affine = HEAD,
    }
}

fn main() {}
