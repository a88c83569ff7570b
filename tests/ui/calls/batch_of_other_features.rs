use plies::{Affine, Network, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 10),
    }
}

fn main() {
    let (net, mut workspace) = (Net::<f32>::new(1), Net::workspace::<1>());
    let images = [[0.0; 28]; 3];
    let mut y = [[0.0; 10]; 3];
    net.predict(&images, &mut y, &mut workspace);
//~             ^^^^^^^ `&[[f32; 784]]` (shows the library)
    //~ fix: net.predict(&[[0.0; 784]; 3], &mut y, &mut workspace);
}
