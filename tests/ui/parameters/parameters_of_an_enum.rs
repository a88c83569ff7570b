use plies::{Parameters, Scalar};

#[derive(Parameters)]
enum Weights<T: Scalar> {
//~  ^^^^^^^
//~ fix: struct Weights<T: Scalar> {
    One(nalgebra::SVector<T, 3>),
    //~ fix: one: plies::WeightAndBias<T, 3, 3>,
}

fn main() {}
