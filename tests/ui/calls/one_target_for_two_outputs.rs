use plies::{Affine, Class, MeanSquaredError, Network, SoftmaxWithLoss, Tape, network};

network! {
    struct Net(x: [4]) -> (class: [3], size: [2]) {
        class: Affine::to(3),
        size: Affine::to(2) from x,
        loss: SoftmaxWithLoss from class,
        loss: MeanSquaredError from size,
    }
}

fn train(net: &Net, labels: &[Class<3>], gradient: &mut Net, tape: &mut Tape<Net, 1>) {
//~ fix: fn train(net: &Net, labels: &[(Class<3>, [f32; 2])], gradient: &mut Net, tape: &mut Tape<Net, 1>) {
    net.gradient(&[[0.0; 4]], labels, gradient, tape);
//~                           ^^^^^^ (shows the library)
}

fn main() {}
