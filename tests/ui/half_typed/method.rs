use plies::{Affine, Init, Network, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::to(50).
//~                            ^
        //~ fix: affine1: Affine::to(50),
        affine2: Affine::to(10),
    }
}

pub fn new() -> f32 {
    let net = Net::<f32>::with_init(Init::He, 1);
    net.affine1.weight[(0, 0)] + net.affine2.bias[0]
}

fn main() {}
