use plies::{Affine, Network, network};

network! {
    pub struct Net() -> [10] {
//~            ^^^ `Net`
    //~ fix: pub struct Net(x: [784]) -> [10] {
        affine1: Affine::to(10),
    }
}

fn main() {
    let net = Net::<f32>::new(1);
    let _ = net.predict_one(&[0.0; 784], &mut Net::workspace::<1>());
}
