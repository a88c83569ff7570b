use plies::{Affine, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Afine::new(784, 50),
//~              ^^^^^ `Afine` (shows the library)
        //~ fix: affine1: Affine::new(784, 50),
        affine2: Affine::new(50, 10),
    }
}

fn main() {}
