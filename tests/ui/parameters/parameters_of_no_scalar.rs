use plies::{Parameters, Scalar, WeightAndBias};

#[derive(Parameters)]
struct Weights {
//~    ^^^^^^^ `struct Weights<T: Scalar>`
//~ fix: struct Weights<T: Scalar> {
    affine: WeightAndBias<f32, 3, 3>,
    //~ fix: affine: WeightAndBias<T, 3, 3>,
}

fn main() {}
