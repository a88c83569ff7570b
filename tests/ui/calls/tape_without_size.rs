use plies::{Affine, Class, Network, SoftmaxWithLoss, network};

network! {
    struct Net(x: [4]) -> [3] {
        affine1: Affine::to(3),
        loss: SoftmaxWithLoss,
    }
}

fn train(net: &Net, x: &[[f32; 4]], labels: &[Class<3>]) -> f32 {
    let mut tape = Net::tape();
//~                ^^^^^^^^^ `N` `tape` (shows the library)
//~                ^^^^^^^^^ `N` `tape` (shows the library)
    //~ fix: let mut tape = Net::tape::<10>();
    net.gradient(x, labels, &mut Net::zeros(), &mut tape)
}

fn main() {}
