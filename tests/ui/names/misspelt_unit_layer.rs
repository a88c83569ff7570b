use plies::{Affine, Relu, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 50),
        relu1: Relo,
//~            ^^^^ `Relo` (shows the library)
        //~ fix: relu1: Relu,
        relu2: Relu,
        affine2: Affine::new(50, 10),
    }
}

fn main() {}
