use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [4] {
        affine1: Affine.new(4, 4),
//~              ^^^^^^ `Affine`
        //~ fix: affine1: Affine::new(4, 4),
    }
}

fn main() {}
