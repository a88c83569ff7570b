use plies::{Network, network};

network! {
    pub struct Net(x: [784]) -> [10] {}
//~            ^^^ `Net`
    //~ fix: pub struct Net(x: [784]) -> [784] { relu1: plies::Relu, }
}

fn main() {
    let net = Net::<f32>::new(1);
    let _ = net.predict_one(&[0.0; 784], &mut Net::workspace::<1>());
}
