use plies::{Affine, Relu, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::new(4, 2),
        #[cfg_attr(not(test), cfg(target_os = "linux"))]
//~                           ^^^ `#[cfg(..)]`
        //~ fix:
        relu1: Relu,
    }
}

fn main() {}
