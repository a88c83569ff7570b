use plies::{Affine, Sgd, network};

network! {
    struct Net(x: [4]) -> [4] {
        affine1: Affine::to(4),
        sgd: Sgd::new(0.1),
//~          ^^^ `Sgd`
        //~ fix:
    }
}

fn main() {}
