use plies::{Parameters, Scalar, WeightAndBias};

#[derive(Parameters)]
#[plies(krate = plies)]
//~     ^^^^^ `crate = path::of::plies`
//~ fix: #[plies(crate = plies)]
struct Weights<T: Scalar> {
    affine: WeightAndBias<T, 3, 3>,
}

fn main() {}
