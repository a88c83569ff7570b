use plies::{Affine, network};

network! {
    struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 50.0),
//~                               ^^^^ `usize` (shows the library)
        //~ fix: affine1: Affine::new(784, 50),
        affine2: Affine::to(10),
    }
}

fn main() {}
