use plies::{Affine, network};

network! {
    struct Net(x: [4]) -> [2] {
        #[cfg_attr(test, frozen)]
//~                      ^^^^^^ `#[cfg(..)]`
        //~ fix: #[frozen]
        affine1: Affine::new(4, 2),
    }
}

fn main() {}
