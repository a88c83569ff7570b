use plies::{Affine, Class, Network, SoftmaxWithLoss, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 10),
        loss: SoftmaxWithLoss,
    }
}

fn main() {
    let (net, mut workspace) = (Net::<f32>::new(1), Net::workspace::<1>());
    let images = [[0.0; 784]; 3];
    let labels = [Class::<11>::new(10).unwrap(); 3];
    net.accuracy(&images, &labels, &mut workspace);
//~                       ^^^^^^^ `&[Class<10>]` `&[Class<11>; 3]` (shows the library)
    //~ fix: net.accuracy(&images, &[Class::<10>::new(9).unwrap(); 3], &mut workspace);
}
