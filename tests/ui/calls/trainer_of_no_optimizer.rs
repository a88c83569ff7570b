use plies::{Affine, MeanSquaredError, Network, Sgd, Trainer, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
        loss: MeanSquaredError,
    }
}

fn main() {
    let trainer = Trainer::new(Net::<f32>::new(1), 0.1);
//~                                                ^^^ `{float}` (shows the library)
    //~ fix: let trainer = Trainer::new(Net::<f32>::new(1), Sgd::new(0.1));
}
