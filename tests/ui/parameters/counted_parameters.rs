use plies::{Parameters, Scalar, WeightAndBias};

#[derive(Parameters)]
struct Weights<T: Scalar> {
    affine: WeightAndBias<T, 3, 3>,
    count: usize,
//~        ^^^^^ `usize`
    //~ fix:
}

fn main() {}
