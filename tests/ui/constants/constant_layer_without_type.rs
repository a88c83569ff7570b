use plies::{Affine, Network, network};

const HEAD: Affine = Affine::new(784, 10);

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: HEAD,
//~              ^^^^
        //~ fix: affine1: Affine = HEAD,
    }
}

fn main() {
    let net = Net::<f32>::new(1);
    let _ = net.predict_one(&[0.0; 784], &mut Net::workspace::<1>());
}
