use plies::{Affine, network};

network! {
    struct Net(x: [2]) -> [1] {
        #[frozen(true)]
//~             ^ `frozen`
        //~ fix: #[frozen]
        affine1: Affine::to(1),
    }
}

fn main() {}
