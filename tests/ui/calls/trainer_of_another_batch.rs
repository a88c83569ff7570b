use plies::{Affine, MeanSquaredError, Network, Sgd, Trainer, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
        loss: MeanSquaredError,
    }
}

fn trainer() -> Trainer<Net, Sgd, 500> {
    Trainer::new(Net::<f32>::new(1), Sgd::new(0.1))
//~ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `500` `128`
    //~ fix: Trainer::with_batch(Net::<f32>::new(1), Sgd::new(0.1))
}

fn main() {}
