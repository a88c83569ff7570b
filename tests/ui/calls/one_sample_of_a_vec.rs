use plies::{Affine, Network, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
    }
}

fn main() {
    let (net, mut workspace) = (Net::<f32>::new(1), Net::workspace::<1>());
    let x = vec![0.0; 4];
    //~ fix: let x = [0.0; 4];
    net.predict_one(&x, &mut workspace);
//~                 ^^ `&[f32; 4]` (shows the library)
}
