use plies::{Affine, network};

#[derive(Clone, Copy)]
struct Point;

network! {
    struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 50),
        point: Point,
//~            ^^^^^ `point` `Point`
        //~ fix:
        affine2: Affine::new(50, 10),
    }
}

fn main() {}
