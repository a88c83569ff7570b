use plies::{Affine, Network, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
    }
}

fn main() {
    let (net, mut workspace) = (Net::<f32>::new(1), Net::workspace::<1>());
    net.predict_one(&[0.0; 5], &mut workspace);
//~                 ^^^^^^^^^ (shows the library)
    //~ fix: net.predict_one(&[0.0; 4], &mut workspace);
}
