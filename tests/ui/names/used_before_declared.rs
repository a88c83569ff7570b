use plies::{Add, Affine, network};

network! {
    pub struct Net(x: [4]) -> [4] {
        affine1: Affine::new(4, 4),
        sum: Add from (affine1, affine2),
//~                             ^^^^^^^ `affine2`
        //~ fix:
        affine2: Affine::new(4, 4),
        //~ fix: affine2: Affine::new(4, 4), sum: Add from (affine1, affine2),
    }
}

fn main() {}
