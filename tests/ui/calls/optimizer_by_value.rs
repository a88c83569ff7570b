use plies::{Affine, MeanSquaredError, Network, Sgd, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
        loss: MeanSquaredError,
    }
}

fn step(net: &mut Net, gradient: &Net) {
    net.step(gradient, Sgd::new(0.1));
//~                    ^^^^^^^^^^^^^ `Sgd` (shows the library)
    //~ fix: net.step(gradient, &mut Sgd::new(0.1));
}

fn main() {}
