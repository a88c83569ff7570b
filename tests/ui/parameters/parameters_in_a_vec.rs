use plies::{Parameters, Scalar};

#[derive(Parameters)]
struct Weights<T: Scalar> {
    weight: Vec<T>,
//~         ^^^^^^ `Vec<T>`
    //~ fix: weight: plies::SVector<T, 3>,
}

fn main() {}
