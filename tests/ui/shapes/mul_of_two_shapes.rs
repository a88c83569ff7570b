use plies::{Affine, Mul, network};

network! {
    pub struct Net(x: [4], weight: [6]) -> [1] {
    //~ fix: pub struct Net(x: [4], weight: [5]) -> [1] {
        affine1: Affine::new(4, 5) from x,
        product: Mul from (affine1, weight),
//~              ^^^ `product` `affine1` [5] `weight` [6]
        affine2: Affine::to(1),
    }
}

fn main() {}
