use plies::{Affine, Network, network};

network! {
    pub struct Net(x: [784]) -> [10] {
        affine1: Affine::to(50),
        relu1:
//~          ^
        //~ fix:
        affine2: Affine::to(10),
    }
}

pub fn first(net: &Net, image: &[f32; 784]) -> f32 {
    net.predict_one(image, &mut Net::workspace::<1>())[0] + net.affine2.bias[0]
}

fn main() {}
