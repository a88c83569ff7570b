use plies::{Parameters, Scalar, WeightAndBias};

#[derive(Parameters)]
struct Weights<T: Scalar>(WeightAndBias<T, 3, 3>);
//~    ^^^^^^^
//~ fix: struct Weights<T: Scalar> { affine: WeightAndBias<T, 3, 3> }

fn main() {}
