use plies::{Affine, Init, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 50).innit(Init::He),
//~                                   ^^^^^ `innit` `Affine`
        //~ fix: affine1: Affine::new(784, 50).init(Init::He),
        affine2: Affine::new(50, 10),
    }
}

fn main() {}
