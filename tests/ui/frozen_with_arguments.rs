use plies::{Affine, network};

network! {
    struct Net(x: [2]) -> [1] {
        #[frozen(true)]
        affine1: Affine::to(1),
    }
}

fn main() {}
