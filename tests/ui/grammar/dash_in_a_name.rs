use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine-1: Affine::new(4, 2),
//~     ^^^^^^ `:` `affine`
        //~ fix: affine_1: Affine::new(4, 2),
    }
}

fn main() {}
