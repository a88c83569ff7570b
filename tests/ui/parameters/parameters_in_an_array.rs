use plies::{Parameters, Scalar};

#[derive(Parameters)]
struct Weights<T: Scalar> {
    bias: [T; 3],
//~       ^^^^^^ `T`
    //~ fix: bias: plies::WeightAndBias<T, 3, 3>,
}

fn main() {}
