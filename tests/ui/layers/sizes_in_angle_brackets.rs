use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine<4, 2>,
//~                    ^ `<` `Affine::new(..)`
        //~ fix: affine1: Affine::new(4, 2),
    }
}

fn main() {}
