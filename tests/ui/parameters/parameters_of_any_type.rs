use plies::{Parameters, Scalar};

#[derive(Parameters)]
struct Weights<T> {
//~    ^^^^^^^ `struct Weights<T: Scalar>`
//~ fix: struct Weights<T: Scalar> {
    inner: T,
    //~ fix: inner: plies::WeightAndBias<T, 3, 3>,
}

fn main() {}
