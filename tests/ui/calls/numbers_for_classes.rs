use plies::{Affine, Class, Network, SoftmaxWithLoss, Tape, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
        loss: SoftmaxWithLoss,
    }
}

fn train(net: &Net, gradient: &mut Net, tape: &mut Tape<Net, 2>) {
    net.gradient(&[[0.0; 4]; 2], &[0, 1], gradient, tape);
//~                              ^^^^^^^ `SoftmaxWithLoss` `{integer}` (shows the library)
    //~ fix: net.gradient(&[[0.0; 4]; 2], &[0, 1].map(|label| Class::<2>::new(label).unwrap()), gradient, tape);
}

fn main() {}
