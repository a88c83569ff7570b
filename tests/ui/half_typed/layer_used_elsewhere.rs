use plies::{Affine, Class, Network, Relu, Sgd, SoftmaxWithLoss, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::to(50),
        relu1: Relu,
        affine2: Affine::
//~                     ^
        //~ fix: affine2: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

pub fn train(net: &mut Net, images: &[[f32; 784]], labels: &[Class<10>]) -> f32 {
    let (mut gradient, mut tape) = (Net::zeros(), Net::tape::<100>());
    let loss = net.gradient(images, labels, &mut gradient, &mut tape);
    net.step(&gradient, &mut Sgd::new(0.1));
    loss + net.affine1.weight[(0, 0)] + net.affine2.weight[(0, 0)] + net.affine2.bias.amax()
}

fn main() {}
