use plies::{Affine, Class, Network, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 10),
        //~ fix: affine1: Affine::new(784, 10), loss: plies::SoftmaxWithLoss,
    }
}

fn main() {
    let (net, mut gradient, mut tape) = (Net::<f32>::new(1), Net::zeros(), Net::tape::<3>());
    let images = [[0.0; 784]; 3];
    let labels = [Class::<10>::new(9).unwrap(); 3];
    net.gradient(&images, &labels, &mut gradient, &mut tape);
//~                       ^^^^^^^ `NoLoss` `[f32; 10]` (shows the library)
}
