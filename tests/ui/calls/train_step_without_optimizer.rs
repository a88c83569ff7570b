use plies::{Affine, MeanSquaredError, Network, Sgd, Tape, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
        loss: MeanSquaredError,
    }
}

fn train(net: &mut Net, gradient: &mut Net, tape: &mut Tape<Net, 1>) {
    net.train_step(&[[0.0; 4]], &[[0.0; 2]], gradient, tape);
//~     ^^^^^^^^^^ (shows the library)
    //~ fix: net.train_step(&[[0.0; 4]], &[[0.0; 2]], gradient, tape, &mut Sgd::new(0.1));
}

fn main() {}
