use plies::{Affine, MeanSquaredError, Network, Tape, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
        loss: MeanSquaredError,
    }
}

fn train(net: &Net<f64>, gradient: &mut Net, tape: &mut Tape<Net<f64>, 1>) {
//~ fix: fn train(net: &Net<f64>, gradient: &mut Net<f64>, tape: &mut Tape<Net<f64>, 1>) {
    net.gradient(&[[0.0; 4]], &[[0.0; 2]], gradient, tape);
//~                                        ^^^^^^^^ `&mut Net<f64>` (shows the library)
}

fn main() {}
