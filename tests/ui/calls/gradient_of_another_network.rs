use plies::{Affine, MeanSquaredError, Network, Tape, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
        loss: MeanSquaredError,
    }
}

network! {
    struct Other(x: [4]) -> [2] {
        affine1: Affine::to(2),
        loss: MeanSquaredError,
    }
}

fn train(net: &Net, gradient: &mut Other, tape: &mut Tape<Net, 1>) {
//~ fix: fn train(net: &Net, gradient: &mut Net, tape: &mut Tape<Net, 1>) {
    net.gradient(&[[0.0; 4]], &[[0.0; 2]], gradient, tape);
//~                                        ^^^^^^^^ `&mut Net` `&mut Other` (shows the library)
}

fn main() {}
