use plies::{Affine, Class, MeanSquaredError, Network, SoftmaxWithLoss, Tape, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
        loss: MeanSquaredError,
        //~ fix: loss: SoftmaxWithLoss,
    }
}

fn train(net: &Net, targets: &[Class<2>], gradient: &mut Net, tape: &mut Tape<Net, 1>) {
    net.gradient(&[[0.0; 4]], targets, gradient, tape);
//~                           ^^^^^^^ `&[Class<2>]` (shows the library)
}

fn main() {}
