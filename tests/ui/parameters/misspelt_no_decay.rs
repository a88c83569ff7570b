use plies::{Parameters, Scalar, WeightAndBias};

#[derive(Parameters)]
struct Weights<T: Scalar> {
    #[no_decays]
//~   ^^^^^^^^^ `no_decays`
    //~ fix: #[no_decay]
    affine: WeightAndBias<T, 3, 3>,
}

fn main() {}
