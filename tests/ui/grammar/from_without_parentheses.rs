use plies::{Add, Affine, network};

network! {
    pub struct Net(x: [4]) -> [4] {
        affine1: Affine::new(4, 4),
        sum: Add from x, affine1,
//~                      ^^^^^^^ `affine1`
        //~ fix: sum: Add from (x, affine1),
    }
}

fn main() {}
