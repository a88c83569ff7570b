use plies::{Add, Affine, network};

network! {
    struct Sum(a: [4], b: [4]) -> [4] {
        sum: Add from (a, b),
    }
}

network! {
    struct Net(x: [4]) -> [4] {
        affine1: Affine::to(4),
        sum: Sum,
//~          ^^^ `sum` `from (affine1, …)`
        //~ fix: sum: Sum from (affine1, x),
    }
}

fn main() {}
