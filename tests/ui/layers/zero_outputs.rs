use plies::{Affine, Network, SoftmaxWithLoss, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 0),
//~              ^^^^^^ `affine1` [784] `x`
        //~ fix: affine1: Affine::new(784, 10),
        loss: SoftmaxWithLoss,
    }
}

fn main() {
    let net = Net::<f32>::new(1);
    let _ = net.predict_one(&[0.0; 784], &mut Net::workspace::<1>());
}
