use plies::{Affine, Class, Network, SoftmaxWithLoss, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 10),
        loss: SoftmaxWithLoss,
    }
}

fn main() {
    let (net, mut gradient, mut tape) = (Net::<f32>::new(1), Net::zeros(), Net::tape::<3>());
    let images = [[0.0; 784]; 3];
    let labels = [Class::<11>::new(10).unwrap(); 3];
    net.gradient(&images, &labels, &mut gradient, &mut tape);
//~                       ^^^^^^^ `SoftmaxWithLoss` `[f32; 10]` `Class<11>` (shows the library)
    //~ fix: net.gradient(&images, &[Class::<10>::new(9).unwrap(); 3], &mut gradient, &mut tape);
}
