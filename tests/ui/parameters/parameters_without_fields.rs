use plies::{Parameters, Scalar};

#[derive(Parameters)]
struct Weights<T: Scalar>;
//~            ^ `T`
//~ fix: struct Weights<T: Scalar> { weight: plies::SVector<T, 3> }

fn main() {}
