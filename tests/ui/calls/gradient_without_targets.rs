use plies::{Affine, MeanSquaredError, Network, Tape, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
        loss: MeanSquaredError,
    }
}

fn train(net: &Net, gradient: &mut Net, tape: &mut Tape<Net, 1>) {
    net.gradient(&[[0.0; 4]], gradient, tape);
//~     ^^^^^^^^ (shows the library)
    //~ fix: net.gradient(&[[0.0; 4]], &[[0.0; 2]], gradient, tape);
}

fn main() {}
