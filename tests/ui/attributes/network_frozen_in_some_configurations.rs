use plies::{Affine, network};

network! {
    #[cfg_attr(test, frozen)]
//~                  ^^^^^^
    //~ fix:
    struct Net(x: [4]) -> [2] {
        affine1: Affine::new(4, 2),
    }
}

fn main() {}
