use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [4] {
        for i in 0..3 { affine1: Affine::to(4), }
//~     ^^^ `from (a, b)`
        //~ fix: affine1: [Affine::to(4); 3],
    }
}

fn main() {}
