use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [2] {
        #[fixed]
//~       ^^^^^ `fixed` (no remedy)
        //~ fix: #[frozen]
        affine1: Affine::new(4, 2),
    }
}

fn main() {}
