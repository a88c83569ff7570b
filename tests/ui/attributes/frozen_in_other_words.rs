use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [2] {
        #[freeze]
//~       ^^^^^^ `freeze` `frozen`
        //~ fix: #[frozen]
        affine1: Affine::new(4, 2),
    }
}

fn main() {}
